package org.vexhost.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One permission that an operator gives a tool. This file is over 300 lines long because the
 * interface is sealed and contains all kinds of grants.
 *
 * @since 1.0
 */
public sealed interface Grant {

    /** Returns the capability to which this grant belongs. */
    Capability capability();

    /**
     * Returns the value by which the grant can be revoked: the variable, guest directory, origin,
     * range or secret. Empty if the capability has no values.
     */
    String value();

    /** Returns further facts about the grant for people, by name. */
    default Map<String, String> details() {
        return Map.of();
    }

    /**
     * Reading an environment variable.
     *
     * @param pattern a name, or a literal prefix of at least one character followed by {@code *},
     *     for example {@code LC_*}
     */
    record Environment(String pattern) implements Grant {
        private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}\\*?");

        /**
         * Checks the pattern.
         *
         * @throws IllegalArgumentException if the pattern is neither a name nor a prefix followed
         *     by {@code *}
         */
        public Environment {
            if (!FORM.matcher(pattern).matches()) {
                throw new IllegalArgumentException(
                        "environment pattern is not a name or a prefix and '*' [%s]"
                                .formatted(MessageText.quote(pattern)));
            }
        }

        @Override
        public Capability capability() {
            return Capability.ENVIRONMENT;
        }

        @Override
        public String value() {
            return pattern;
        }

        /** Returns whether a variable with this name may be read. */
        public boolean covers(String name) {
            return pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern);
        }
    }

    /** The access that a grant gives to a directory. */
    enum Access {
        /** Reading only. */
        READ,
        /** Reading, writing, creating and removing. */
        READ_WRITE;

        /** Returns whether this access includes {@code other}. */
        public boolean covers(Access other) {
            return compareTo(other) >= 0;
        }
    }

    /** Tells whether other processes write to a directory. */
    enum Sharing {
        /**
         * Only the host writes to the directory. The host uses the safest handling that the
         * platform offers.
         */
        EXCLUSIVE,
        /**
         * Other processes write to the directory. Operations that cannot be made safe against this
         * are denied.
         */
        SHARED
    }

    /**
     * Using a directory.
     *
     * @param guest the directory's path as the tool sees it, for example {@code /data}. Paths that
     *     operators grant and tools request must pass {@link #requireGuestPath}. A command that is
     *     run by hand may use any path, including {@code /} and {@code .}
     * @param host the absolute, normalised path of the directory on the host
     * @param access the access that the tool gets
     * @param sharing whether other processes write to it
     * @param maxBytes the quota for the total size of the files below the directory, in bytes, 0 or
     *     more
     * @param maxFiles the quota for the number of files and directories below the directory, 0 or
     *     more
     */
    record FileSystem(
            String guest, Path host, Access access, Sharing sharing, long maxBytes, long maxFiles)
            implements Grant {

        /** The default quota for bytes: 1 GiB. */
        public static final long DEFAULT_MAX_BYTES = 1L << 30;

        /** The default quota for files: 10,000. */
        public static final long DEFAULT_MAX_FILES = 10_000;

        private static final Pattern GUEST = Pattern.compile("(/[^/\\u0000]+)+");

        /**
         * Checks the fields.
         *
         * @throws IllegalArgumentException if the guest path is empty, longer than 255 characters
         *     or contains a NUL, if the host path is not absolute and normalised, or if a quota is
         *     negative
         */
        public FileSystem {
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(sharing, "sharing");
            if (guest.isEmpty() || guest.length() > 255 || guest.indexOf('\u0000') >= 0) {
                throw new IllegalArgumentException(
                        "guest path is not 1 to 255 characters without NUL [%s]"
                                .formatted(MessageText.quote(guest)));
            }
            if (!host.isAbsolute() || !host.equals(host.normalize())) {
                throw new IllegalArgumentException(
                        "host path is not absolute and normalised [%s]"
                                .formatted(MessageText.quote(host.toString())));
            }
            if (maxBytes < 0 || maxFiles < 0) {
                throw new IllegalArgumentException(
                        "quota is negative [maxBytes %d, maxFiles %d]"
                                .formatted(maxBytes, maxFiles));
            }
        }

        /**
         * Returns a grant of a directory that only the host writes to, with the default quotas.
         *
         * @throws IllegalArgumentException as {@link #requireGuestPath} and the constructor do
         */
        public static FileSystem of(String guest, Path host, Access access) {
            requireGuestPath(guest);
            return new FileSystem(
                    guest, host, access, Sharing.EXCLUSIVE, DEFAULT_MAX_BYTES, DEFAULT_MAX_FILES);
        }

        /**
         * Checks a guest path.
         *
         * @throws IllegalArgumentException if the path is not absolute, not normalised, longer than
         *     255 characters, or the root, or if it contains a character that could control a
         *     terminal or reorder text (see {@link MessageText#isPrintable}). Operators decide on
         *     the basis of the path that they see
         */
        public static void requireGuestPath(String guest) {
            if (guest.length() > 255
                    || !GUEST.matcher(guest).matches()
                    || (guest + "/").contains("/../")
                    || (guest + "/").contains("/./")) {
                throw new IllegalArgumentException(
                        "guest path is not absolute and normalised, below '/' [%s]"
                                .formatted(MessageText.quote(guest)));
            }
            if (!MessageText.isPrintable(guest)) {
                throw new IllegalArgumentException(
                        "guest path holds characters that are not printable [%s]"
                                .formatted(MessageText.quote(guest)));
            }
        }

        @Override
        public Capability capability() {
            return Capability.FILE_SYSTEM;
        }

        @Override
        public String value() {
            return guest;
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new TreeMap<>();
            details.put("access", access == Access.READ ? "read" : "readWrite");
            details.put("host", host.toString());
            details.put("maxBytes", Long.toString(maxBytes));
            details.put("maxFiles", Long.toString(maxFiles));
            details.put("shared", Boolean.toString(sharing == Sharing.SHARED));
            return details;
        }
    }

    /**
     * Sending requests to an origin.
     *
     * @param origin scheme, host and port in lower case, without the scheme's default port, for
     *     example {@code https://api.example.com} or {@code http://localhost:8080}. A host such as
     *     {@code *.example.com} covers all names below {@code example.com}, but not {@code
     *     example.com} itself
     * @param methods the allowed methods, which must be in {@link #METHODS}; empty for all methods
     */
    record Network(String origin, Set<String> methods) implements Grant {

        /** All methods that can be granted. */
        public static final Set<String> METHODS =
                Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

        private static final Pattern FORM =
                Pattern.compile(
                        "https?://(\\*\\.[a-z0-9][a-z0-9-]*\\.[a-z0-9.-]{0,240}[a-z0-9]"
                                + "|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"
                                + "|\\[[0-9a-f:.]{2,45}])(:[1-9][0-9]{0,4})?");

        /**
         * Checks the origin and the methods.
         *
         * @throws IllegalArgumentException if the origin is not an HTTP or HTTPS origin in lower
         *     case, or a method is not one of {@link #METHODS}
         */
        public Network {
            if (!FORM.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "origin is not http(s)://host[:port] in lower case [%s]"
                                .formatted(MessageText.quote(origin)));
            }
            methods = Collections.unmodifiableSet(new TreeSet<>(methods));
            for (String method : methods) {
                if (!METHODS.contains(method)) {
                    throw new IllegalArgumentException(
                            "method is not one of %s [%s]"
                                    .formatted(new TreeSet<>(METHODS), MessageText.quote(method)));
                }
            }
        }

        /**
         * Grants all methods of an origin.
         *
         * @throws IllegalArgumentException if the origin is not an HTTP or HTTPS origin in lower
         *     case
         */
        public Network(String origin) {
            this(origin, Set.of());
        }

        @Override
        public Capability capability() {
            return Capability.NETWORK;
        }

        @Override
        public String value() {
            return origin;
        }

        @Override
        public Map<String, String> details() {
            return methods.isEmpty() ? Map.of() : Map.of("methods", String.join(" ", methods));
        }

        /**
         * Returns whether requests to an origin may be sent with at least one method. The origin
         * must not contain {@code *}.
         */
        public boolean covers(String other) {
            int star = origin.indexOf("://*.");
            if (star < 0) {
                return origin.equals(other);
            }
            String scheme = origin.substring(0, star + 3);
            String suffix = origin.substring(star + 4);
            return other.startsWith(scheme)
                    && other.endsWith(suffix)
                    && other.length() > scheme.length() + suffix.length()
                    && other.charAt(scheme.length()) != '.';
        }

        /**
         * Returns whether a request with this method may be sent to an origin. The origin must not
         * contain {@code *}.
         */
        public boolean covers(String other, String method) {
            return (methods.isEmpty() || methods.contains(method)) && covers(other);
        }
    }

    /**
     * Connecting to addresses that are otherwise forbidden, such as private ones. This grant alone
     * does not allow any request. The origin must be granted too.
     *
     * @param range an address and a prefix length, for example {@code 10.0.0.0/8} or {@code
     *     fd00::/8}
     */
    record AddressRange(String range) implements Grant {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if {@link AddressPrefix#parse} rejects the range
         */
        public AddressRange {
            AddressPrefix.parse(range);
        }

        @Override
        public Capability capability() {
            return Capability.NETWORK;
        }

        @Override
        public String value() {
            return range;
        }
    }

    /**
     * Using a secret in requests. The tool gets a placeholder, which the host replaces in the value
     * of a header. This grant alone does not allow any request. The origin must be granted too.
     *
     * @param name the name of the secret
     * @param origins the origins that may receive the secret, in the form of {@link
     *     Network#origin}; 1 to 64
     * @param headers the names of the header fields that may contain the secret, in lower case; 1
     *     to 64
     */
    record Secret(String name, Set<String> origins, Set<String> headers) implements Grant {

        /** The maximum number of origins, and of header fields, in one grant: 64. */
        public static final int MAX_VALUES = 64;

        private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
        private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

        /**
         * Checks the fields, and converts the names of header fields to lower case.
         *
         * @throws IllegalArgumentException if the name is not a valid name of a secret, if there
         *     are no or too many origins or header fields, or if one of them is invalid
         */
        public Secret {
            requireName(name);
            requireCount("origins", origins.size());
            requireCount("header fields", headers.size());
            for (String origin : origins) {
                if (!Network.FORM.matcher(origin).matches()) {
                    throw new IllegalArgumentException(
                            "origin is not http(s)://host[:port] in lower case [%s]"
                                    .formatted(MessageText.quote(origin)));
                }
            }
            origins = Collections.unmodifiableSet(new TreeSet<>(origins));
            TreeSet<String> lower = new TreeSet<>();
            for (String header : headers) {
                if (!HEADER.matcher(header).matches()) {
                    throw new IllegalArgumentException(
                            "header field is not a token of 1 to 128 characters [%s]"
                                    .formatted(MessageText.quote(header)));
                }
                lower.add(header.toLowerCase(Locale.ROOT));
            }
            headers = Collections.unmodifiableSet(lower);
        }

        private static void requireCount(String what, int count) {
            if (count < 1 || count > MAX_VALUES) {
                throw new IllegalArgumentException(
                        "grant of a secret has not 1 to %d %s [%d]"
                                .formatted(MAX_VALUES, what, count));
            }
        }

        /**
         * Checks the name of a secret.
         *
         * @return the name
         * @throws IllegalArgumentException if the name does not match {@code [A-Z][A-Z0-9_]{0,63}}
         */
        public static String requireName(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "secret's name does not match %s [%s]"
                                .formatted(NAME.pattern(), MessageText.quote(name)));
            }
            return name;
        }

        @Override
        public Capability capability() {
            return Capability.SECRET;
        }

        @Override
        public String value() {
            return name;
        }

        @Override
        public Map<String, String> details() {
            return Map.of(
                    "headers", String.join(" ", headers), "origins", String.join(" ", origins));
        }

        /**
         * Returns whether the secret may be sent to an origin. The origin must not contain {@code
         * *}.
         */
        public boolean coversOrigin(String origin) {
            return origins.stream().anyMatch(each -> new Network(each).covers(origin));
        }

        /** Returns whether a header field may contain the secret. Case does not matter. */
        public boolean coversHeader(String header) {
            return headers.contains(header.toLowerCase(Locale.ROOT));
        }
    }

    /** Using entropy from the host's secure random generator. */
    record Cryptography() implements Grant {
        @Override
        public Capability capability() {
            return Capability.CRYPTOGRAPHY;
        }

        @Override
        public String value() {
            return "";
        }
    }
}
