package org.vexhost.api;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who makes a call. The way in by which the call arrives establishes it; a call's own arguments
 * never do.
 *
 * <p>Two callers are equal if kind, name and attributes are.
 *
 * @since 1.0
 */
public final class Caller {

    /** The longest name, in UTF-16 units: 128. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The largest number of attributes: 16. */
    public static final int MAX_ATTRIBUTES = 16;

    /** The longest value of an attribute, in UTF-16 units: 256. */
    public static final int MAX_ATTRIBUTE_LENGTH = 256;

    /** How a caller was recognised. */
    public enum Kind {
        /** A user of the operating system, at the other end of the admin socket. */
        USER,
        /** A bundle of this host that uses the {@link ToolExecutor} service. */
        BUNDLE,
        /** A client over the network that the operator configured by name. */
        CLIENT,
        /** A client over the network that nobody configured. */
        ANONYMOUS,
        /** The host itself, for example a check at its start. */
        HOST
    }

    /** Stands for a caller that the executor's service fills in. */
    static final Caller UNKNOWN_BUNDLE = new Caller(Kind.BUNDLE, "?", Map.of());

    private final Kind kind;
    private final String name;
    private final Map<String, String> attributes;

    private Caller(Kind kind, String name, Map<String, String> attributes) {
        this.kind = kind;
        this.name = name;
        this.attributes = attributes;
    }

    /**
     * A caller without attributes.
     *
     * @param name 1 to {@value #MAX_NAME_LENGTH} printable characters, see {@link
     *     MessageText#isPrintable}
     * @throws IllegalArgumentException if the name is not as documented
     */
    public static Caller of(Kind kind, String name) {
        Objects.requireNonNull(kind, "kind");
        requireText("name of a caller", name, MAX_NAME_LENGTH);
        return new Caller(kind, name, Map.of());
    }

    /**
     * A user of the operating system; what cannot be printed is escaped, and long names are cut.
     */
    public static Caller user(String name) {
        return of(Kind.USER, printable(name));
    }

    /** A bundle; what cannot be printed is escaped, and long names are cut. */
    public static Caller bundle(String symbolicName) {
        return of(Kind.BUNDLE, printable(symbolicName));
    }

    /**
     * The host itself.
     *
     * @param part which part of it, for example {@code shell}
     */
    public static Caller host(String part) {
        return of(Kind.HOST, part);
    }

    /** How the caller was recognised. */
    public Kind kind() {
        return kind;
    }

    /** Its name among its kind; printable. */
    public String name() {
        return name;
    }

    /** What else is known, by name, in the order of the names; for example {@code address}. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /**
     * The same caller with one more attribute, or another value of one.
     *
     * @param key 1 to 64 characters of {@code [a-z0-9._-]}
     * @param value 1 to {@value #MAX_ATTRIBUTE_LENGTH} printable characters
     * @throws IllegalArgumentException if key or value is not as documented, or there are more than
     *     {@value #MAX_ATTRIBUTES}
     */
    public Caller with(String key, String value) {
        CallAttributes.requireKey(key);
        requireText("attribute '" + key + "' of a caller", value, MAX_ATTRIBUTE_LENGTH);
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(key, value);
        if (more.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "caller has more than %d attributes".formatted(MAX_ATTRIBUTES));
        }
        return new Caller(kind, name, Collections.unmodifiableMap(more));
    }

    private static String printable(String name) {
        String escaped = MessageText.escape(name, MAX_NAME_LENGTH);
        if (escaped.isEmpty()) {
            return "?";
        }
        return escaped.length() <= MAX_NAME_LENGTH
                ? escaped
                : escaped.substring(0, MAX_NAME_LENGTH - 1) + "…";
    }

    private static void requireText(String what, String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength || !MessageText.isPrintable(text)) {
            throw new IllegalArgumentException(
                    "%s is not 1 to %d printable characters [%s]"
                            .formatted(what, maxLength, MessageText.quote(text)));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Caller caller
                && kind == caller.kind
                && name.equals(caller.name)
                && attributes.equals(caller.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, attributes);
    }

    /** For logs: kind and name, for example {@code user 'root'}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " '" + name + "'";
    }
}
