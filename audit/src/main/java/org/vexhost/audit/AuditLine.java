package org.vexhost.audit;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vexhost.api.Caller;

/** Builds one line of JSON, member by member. Used by one thread. */
final class AuditLine {

    /** The maximum length of a value, in UTF-16 units; longer values are cut. */
    static final int MAX_VALUE = 4_000;

    private static final int MAX_FACTS = 32;
    private static final int MAX_NAME = 64;

    /**
     * The maximum length of an object, in characters as they are written; longer objects are cut.
     */
    private static final int MAX_OBJECT = 16_384;

    /** A member that stands for all members that are left out. */
    private static final String MORE = "\"more\":\"\\u2026\"";

    private static final HexFormat HEX = HexFormat.of();
    private static final char FIRST_PRINTABLE = ' ';

    /**
     * The last character that is written unescaped. All characters above ASCII are escaped, so a
     * line looks the same in every encoding and on every screen.
     */
    private static final char LAST_PRINTABLE = '~';

    private final StringBuilder text = new StringBuilder("{");

    AuditLine number(String name, long value) {
        name(name).append(value);
        return this;
    }

    AuditLine text(String name, String value) {
        quote(name(name), value, MAX_VALUE, Integer.MAX_VALUE);
        return this;
    }

    /** Adds an object whose members are texts, sorted by name. */
    AuditLine facts(String name, Map<String, String> facts) {
        return object(name, new TreeMap<>(facts));
    }

    /** Adds a caller, with all known details. */
    AuditLine who(Caller caller) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kind", caller.kind().name().toLowerCase(Locale.ROOT));
        facts.put("name", caller.name());
        caller.attributes().forEach(facts::putIfAbsent);
        return object("who", facts);
    }

    private AuditLine object(String name, Map<String, String> facts) {
        StringBuilder out = name(name).append('{');
        int end = out.length() + MAX_OBJECT;
        int count = 0;
        for (Map.Entry<String, String> each : facts.entrySet()) {
            if (count > 0) {
                out.append(',');
            }
            if (count++ == MAX_FACTS || out.length() >= end) {
                out.append(MORE);
                break;
            }
            quote(out, each.getKey(), MAX_NAME, end);
            quote(out.append(':'), each.getValue(), MAX_VALUE, end);
        }
        out.append('}');
        return this;
    }

    /** Adds members that another line has already rendered. */
    AuditLine rendered(String members) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(members);
        return this;
    }

    /** Returns the members of this line, without braces. */
    String members() {
        return text.substring(1);
    }

    /** Returns the line, without a line break. */
    String render() {
        return text + "}";
    }

    private StringBuilder name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, name, MAX_NAME, Integer.MAX_VALUE);
        return text.append(':');
    }

    /**
     * Writes a quoted value. Cuts it after {@code max} characters, or where the output would exceed
     * {@code limit}.
     */
    private static void quote(StringBuilder out, String value, int max, int limit) {
        out.append('"');
        int end = Math.min(value.length(), max);
        int i = 0;
        while (i < end && out.length() < limit) {
            char c = value.charAt(i++);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE) {
                out.append(c);
            } else {
                out.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        if (i < value.length()) {
            out.append("\\u2026");
        }
        out.append('"');
    }
}
