package org.vexhost.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A permission that a tool may request beyond computing. A descriptor requests capabilities, but
 * only the operator can grant them.
 *
 * @since 1.0
 */
public enum Capability {
    /** Computing on the arguments. The only capability that needs no grant. */
    PURE_COMPUTATION("pureComputation", "PureComputation"),
    /** Reading named environment variables. */
    ENVIRONMENT("environment", "Environment"),
    /** Reading or writing granted directories. */
    FILE_SYSTEM("fileSystem", "FileSystem"),
    /** HTTP(S) requests to granted origins. */
    NETWORK("network", "Network"),
    /** Entropy from the host's secure random generator. */
    CRYPTOGRAPHY("cryptography", "Cryptography"),
    /** HTTP requests that contain a secret. The tool itself never sees the secret. */
    SECRET("secret", "Secret"),
    /**
     * Starting processes, which is never possible. It is known so that the rejection of a
     * descriptor that requests it can name it.
     */
    SUBPROCESS("subprocess", "Subprocess");

    private final String key;
    private final String shortName;

    Capability(String key, String shortName) {
        this.key = key;
        this.shortName = shortName;
    }

    /** Returns the member name in descriptors and grant files, for example {@code fileSystem}. */
    public String key() {
        return key;
    }

    /** Returns the name in the short form of descriptors, for example {@code FileSystem}. */
    public String shortName() {
        return shortName;
    }

    /** Returns whether every tool has this capability without a grant. */
    public boolean isAlwaysGranted() {
        return this == PURE_COMPUTATION;
    }

    /**
     * Finds a capability by its key, short name or constant name. Case and the characters {@code _}
     * and {@code -} do not matter, so {@code file-system} also works on a command line.
     */
    public static Optional<Capability> find(String name) {
        String wanted = fold(name);
        return Arrays.stream(values()).filter(each -> fold(each.key).equals(wanted)).findFirst();
    }

    private static String fold(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
