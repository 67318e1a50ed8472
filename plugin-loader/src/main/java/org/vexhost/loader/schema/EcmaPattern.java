package org.vexhost.loader.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Translates a regular expression of ECMA-262 (with its {@code u} flag, but lenient about lone
 * braces) to RE2's syntax. What RE2 cannot do in linear time is refused: lookaround and references
 * to groups. Groups capture nothing: nobody asks for them.
 */
final class EcmaPattern {

    private static final int MAX_REPEAT = 1_000;
    private static final int MAX_NESTING = 100;

    /** What {@code \s} means in ECMA-262, as ranges inside of a class. */
    private static final String SPACE =
            "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
                    + "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";

    /** Everything else. */
    private static final String NOT_SPACE =
            "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
                    + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}"
                    + "\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

    private static final String ANY = "[\\x{0}-\\x{10ffff}]";
    private static final String NOTHING = "[^\\x{0}-\\x{10ffff}]";

    private static final Map<String, String> LONG_CATEGORIES =
            Map.ofEntries(
                    Map.entry("Letter", "L"),
                    Map.entry("Uppercase_Letter", "Lu"),
                    Map.entry("Lowercase_Letter", "Ll"),
                    Map.entry("Titlecase_Letter", "Lt"),
                    Map.entry("Modifier_Letter", "Lm"),
                    Map.entry("Other_Letter", "Lo"),
                    Map.entry("Mark", "M"),
                    Map.entry("Number", "N"),
                    Map.entry("Decimal_Number", "Nd"),
                    Map.entry("digit", "Nd"),
                    Map.entry("Punctuation", "P"),
                    Map.entry("punct", "P"),
                    Map.entry("Symbol", "S"),
                    Map.entry("Separator", "Z"),
                    Map.entry("Space_Separator", "Zs"),
                    Map.entry("Other", "C"),
                    Map.entry("Control", "Cc"));

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private final Deque<long[]> groups = new ArrayDeque<>();
    private int at;

    /** How many instructions the innermost open group and its last part come to, roughly. */
    private long size;

    private long lastSize;

    private EcmaPattern(String source) {
        this.source = source;
    }

    static String translate(String ecma) throws UnsupportedPatternException {
        return new EcmaPattern(ecma).run();
    }

    private String run() throws UnsupportedPatternException {
        while (at < source.length()) {
            part();
            if (size > LinearPattern.MAX_INSTRUCTIONS) {
                throw tooLarge();
            }
        }
        if (!groups.isEmpty()) {
            throw broken("has a group that does not end");
        }
        return out.toString();
    }

    private void part() throws UnsupportedPatternException {
        char c = source.charAt(at);
        switch (c) {
            case '(' -> openGroup();
            case ')' -> closeGroup();
            case '|', '^', '$' -> {
                out.append(c);
                at++;
                atom(1);
            }
            case '[' -> {
                at++;
                out.append(characterClass());
                atom(1);
            }
            case '.' -> {
                out.append("[^\\n\\r\\x{2028}\\x{2029}]");
                at++;
                atom(1);
            }
            case '\\' -> escape();
            case '*', '+', '?' -> {
                at++;
                quantifier(String.valueOf(c), 2);
            }
            case '{' -> braces();
            default -> {
                literal(source.codePointAt(at));
                at += Character.charCount(source.codePointAt(at));
                atom(1);
            }
        }
    }

    private void atom(long instructions) {
        lastSize = instructions;
        size += instructions;
    }

    private void openGroup() throws UnsupportedPatternException {
        at++;
        if (source.startsWith("?:", at)) {
            at += 2;
        } else if (source.startsWith("?=", at) || source.startsWith("?!", at)) {
            throw nonLinear("a lookahead");
        } else if (source.startsWith("?<=", at) || source.startsWith("?<!", at)) {
            throw nonLinear("a lookbehind");
        } else if (source.startsWith("?<", at)) {
            int end = source.indexOf('>', at);
            if (end < 0) {
                throw broken("has a group name that does not end");
            }
            at = end + 1;
        } else if (source.startsWith("?", at)) {
            throw broken("has a group that is not known");
        }
        if (groups.size() == MAX_NESTING) {
            throw broken("exceeds maxPatternNesting of %d groups".formatted(MAX_NESTING));
        }
        groups.push(new long[] {size});
        size = 0;
        lastSize = 0;
        out.append("(?:");
    }

    private void closeGroup() throws UnsupportedPatternException {
        if (groups.isEmpty()) {
            throw broken("ends a group that did not begin");
        }
        at++;
        out.append(')');
        long inner = size + 1;
        size = groups.pop()[0];
        atom(inner);
    }

    private void braces() throws UnsupportedPatternException {
        int end = source.indexOf('}', at);
        String inside = end < 0 ? "" : source.substring(at + 1, end);
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            literal('{');
            at++;
            atom(1);
            return;
        }
        String[] bounds = inside.split(",", -1);
        long low = Long.parseLong(bounds[0]);
        boolean open = bounds.length == 2 && bounds[1].isEmpty();
        long high = bounds.length == 2 && !open ? Long.parseLong(bounds[1]) : low;
        if (low > MAX_REPEAT || high > MAX_REPEAT) {
            throw broken(
                    "exceeds maxPatternRepeat of %d [%d]"
                            .formatted(MAX_REPEAT, Math.max(low, high)));
        }
        if (high < low) {
            throw broken("has a quantifier out of order");
        }
        at = end + 1;
        quantifier("{" + inside + "}", Math.max(1, high) + (open ? 1 : 0));
    }

    private void quantifier(String text, long times) throws UnsupportedPatternException {
        if (lastSize == 0) {
            throw broken("has a quantifier after nothing");
        }
        boolean lazy = at < source.length() && source.charAt(at) == '?';
        if (lazy) {
            at++;
        }
        out.append(text).append(lazy ? "?" : "");
        size += lastSize * times - lastSize;
        lastSize = 0;
        if (size > LinearPattern.MAX_INSTRUCTIONS) {
            throw tooLarge();
        }
    }

    private void escape() throws UnsupportedPatternException {
        at++;
        char c = next();
        switch (c) {
            case 'd', 'D', 'w', 'W', 'b', 'B' -> out.append('\\').append(c);
            case 's' -> out.append('[').append(SPACE).append(']');
            case 'S' -> out.append("[^").append(SPACE).append(']');
            case 'p', 'P' -> out.append(property(c));
            case 'k' -> throw nonLinear("a reference to a group");
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    throw nonLinear("a reference to a group");
            default -> literal(escapedPoint(c));
        }
        atom(1);
    }

    private char next() throws UnsupportedPatternException {
        if (at >= source.length()) {
            throw broken("ends too early");
        }
        return source.charAt(at++);
    }

    private String characterClass() throws UnsupportedPatternException {
        boolean negated = source.startsWith("^", at);
        if (negated) {
            at++;
        }
        StringBuilder members = new StringBuilder();
        while (true) {
            char c = next();
            if (c == ']') {
                break;
            }
            at--;
            int low = classMember(members);
            boolean range = source.startsWith("-", at) && !source.startsWith("-]", at) && low >= 0;
            if (!range) {
                if (low >= 0) {
                    hex(members, low);
                }
                continue;
            }
            at++;
            StringBuilder set = new StringBuilder();
            int high = classMember(set);
            if (high < low) {
                throw broken("has a range out of order");
            }
            hex(members, low);
            members.append('-');
            hex(members, high);
        }
        if (members.length() == 0) {
            return negated ? ANY : NOTHING;
        }
        return (negated ? "[^" : "[") + members + "]";
    }

    /** Reads one character, or writes a set of them and answers -1. */
    private int classMember(StringBuilder members) throws UnsupportedPatternException {
        int point = source.codePointAt(at);
        at += Character.charCount(point);
        if (point != '\\') {
            return point;
        }
        char c = next();
        switch (c) {
            case 'd', 'D', 'w', 'W' -> members.append('\\').append(c);
            case 's' -> members.append(SPACE);
            case 'S' -> members.append(NOT_SPACE);
            case 'p', 'P' -> members.append(property(c));
            case 'b' -> {
                return '\b';
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw broken("has an octal escape");
            default -> {
                return escapedPoint(c);
            }
        }
        return -1;
    }

    private int escapedPoint(char c) throws UnsupportedPatternException {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0B;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case '0' -> 0;
            case 'c' -> next() & 0x1F;
            case 'x' -> hexDigits(2);
            case 'u' -> unicode();
            default -> itself(c);
        };
    }

    private int itself(char c) throws UnsupportedPatternException {
        if (Character.isLetterOrDigit(c)) {
            throw broken("has an escape that is not known");
        }
        at--;
        int point = source.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    private int unicode() throws UnsupportedPatternException {
        if (source.startsWith("{", at)) {
            int end = source.indexOf('}', at);
            if (end < 0 || end - at > 7 || end - at < 2) {
                throw broken("has an escape that is not known");
            }
            at++;
            int point = hexDigits(end - at);
            at++;
            if (point > Character.MAX_CODE_POINT) {
                throw broken("has an escape that is not known");
            }
            return point;
        }
        int unit = hexDigits(4);
        if (Character.isHighSurrogate((char) unit) && source.startsWith("\\u", at)) {
            int back = at;
            at += 2;
            int low = hexDigits(4);
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
            at = back;
        }
        return unit;
    }

    private int hexDigits(int count) throws UnsupportedPatternException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw broken("has an escape that is not known");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private String property(char kind) throws UnsupportedPatternException {
        int end = source.startsWith("{", at) ? source.indexOf('}', at) : -1;
        if (end < 0) {
            throw broken("has a property without a name");
        }
        String name = source.substring(at + 1, end);
        at = end + 1;
        if (!name.matches("[A-Za-z_]{1,40}(=[A-Za-z_]{1,40})?")) {
            throw broken("has a property that is not known");
        }
        int equals = name.indexOf('=');
        String value = equals < 0 ? name : name.substring(equals + 1);
        return "\\" + kind + "{" + LONG_CATEGORIES.getOrDefault(value, value) + "}";
    }

    private void literal(int point) {
        hex(out, point);
    }

    private static void hex(StringBuilder target, int point) {
        boolean plain =
                (point >= 'a' && point <= 'z')
                        || (point >= 'A' && point <= 'Z')
                        || (point >= '0' && point <= '9');
        if (plain) {
            target.append((char) point);
        } else {
            target.append("\\x{").append(Integer.toHexString(point)).append('}');
        }
    }

    private UnsupportedPatternException broken(String fact) {
        return new UnsupportedPatternException(source, fact);
    }

    private UnsupportedPatternException nonLinear(String what) {
        return new UnsupportedPatternException(
                source, "uses " + what + ", which has no linear-time form");
    }

    private UnsupportedPatternException tooLarge() {
        return new UnsupportedPatternException(
                source,
                "exceeds maxPatternInstructions of %d [about %d]"
                        .formatted(LinearPattern.MAX_INSTRUCTIONS, size));
    }
}
