package org.vexhost.api;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The identity of whoever makes a call. The channel on which the call arrives determines the
 * caller. The arguments of a call have no influence on it.
 *
 * <p>Two callers are equal if their kinds, names and attributes are equal.
 *
 * @since 1.0
 */
public final class Caller {

    /** The maximum length of a name, in UTF-16 units: 128. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The maximum number of attributes: 16. */
    public static final int MAX_ATTRIBUTES = 16;

    /** The maximum length of an attribute's value, in UTF-16 units: 256. */
    public static final int MAX_ATTRIBUTE_LENGTH = 256;

    /** The way in which a caller was recognised. */
    public enum Kind {
        /**
         * A user of the operating system, at the other end of the admin socket; or an operator who
         * signed in with a key, whose fingerprint is then the attribute {@code key}.
         */
        USER,
        /** A bundle of this host that uses the {@link ToolExecutor} service. */
        BUNDLE,
        /** A network client that the operator configured by name. */
        CLIENT,
        /** A network client that is not configured. */
        ANONYMOUS,
        /** The host itself, for example a check at startup. */
        HOST
    }

    /** A placeholder that the executor's service replaces by the calling bundle. */
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
     * Returns a caller without attributes.
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
     * Returns a caller for a user of the operating system. Unprintable characters are escaped, and
     * long names are truncated.
     */
    public static Caller user(String name) {
        return of(Kind.USER, printable(name));
    }

    /**
     * Returns a caller for a bundle. Unprintable characters are escaped, and long names are
     * truncated.
     */
    public static Caller bundle(String symbolicName) {
        return of(Kind.BUNDLE, printable(symbolicName));
    }

    /**
     * Returns a caller for a part of the host.
     *
     * @param part the part, for example {@code shell}
     */
    public static Caller host(String part) {
        return of(Kind.HOST, part);
    }

    /** Returns how the caller was recognised. */
    public Kind kind() {
        return kind;
    }

    /** Returns the name, which is unique among callers of the same kind, and printable. */
    public String name() {
        return name;
    }

    /** Returns further facts about the caller, such as {@code address}, sorted by name. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /**
     * Returns the same caller with an attribute added or replaced.
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

    /** Returns the kind and the name for logs, for example {@code user 'root'}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " '" + name + "'";
    }
}
