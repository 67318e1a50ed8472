package org.vexhost.ssh;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.vexhost.api.AddressLiterals;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/**
 * The settings of {@code etc/org.vexhost.ssh.cfg}.
 *
 * @param isEnabled whether the host serves its shell over SSH
 * @param address the IP address to listen on
 * @param port the port to listen on
 * @param keysFile the file of keys that may sign in, relative to the home
 * @param idleTimeout the time without any message after which a connection is closed
 * @param maxSessions the maximum number of connections that are signed in, and of shell sessions
 */
record SshSettings(
        boolean isEnabled,
        String address,
        int port,
        String keysFile,
        Duration idleTimeout,
        int maxSessions) {

    private static final String ENABLED = "enabled";
    private static final String ADDRESS = "address";
    private static final String PORT = "port";
    private static final String KEYS_FILE = "keysFile";
    private static final String IDLE_TIMEOUT = "idleTimeoutMillis";
    private static final String MAX_SESSIONS = "maxSessions";
    private static final List<String> KEYS =
            List.of(ENABLED, ADDRESS, PORT, KEYS_FILE, IDLE_TIMEOUT, MAX_SESSIONS);

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    private static final int MAX_PORT = 65_535;
    private static final int MIN_IDLE_MILLIS = 10_000;
    private static final int MAX_IDLE_MILLIS = 86_400_000;
    private static final int LIMIT_OF_SESSIONS = 64;
    private static final int MAX_PATH = 1_024;

    /**
     * Reads the settings.
     *
     * @param unknown receives a message for each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names the key and the
     *     value
     */
    static SshSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        return new SshSettings(
                flag(text(values, ENABLED, "false")),
                address(text(values, ADDRESS, "127.0.0.1")),
                number(PORT, text(values, PORT, "8101"), 1, MAX_PORT),
                file(text(values, KEYS_FILE, "etc/ssh/authorized_keys")),
                Duration.ofMillis(
                        number(
                                IDLE_TIMEOUT,
                                text(values, IDLE_TIMEOUT, "1800000"),
                                MIN_IDLE_MILLIS,
                                MAX_IDLE_MILLIS)),
                number(MAX_SESSIONS, text(values, MAX_SESSIONS, "8"), 1, LIMIT_OF_SESSIONS));
    }

    private static String text(Map<String, Object> values, String key, String normal) {
        String text = String.valueOf(values.getOrDefault(key, normal)).strip();
        return text.isEmpty() ? normal : text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "enabled is not true or false [%s]".formatted(MessageText.quote(text)));
        };
    }

    private static String address(String text) {
        if (AddressLiterals.parse(text).isEmpty()) {
            throw new IllegalArgumentException(
                    "address is not an IP address [%s]".formatted(MessageText.quote(text)));
        }
        return text;
    }

    private static String file(String text) {
        if (text.length() > MAX_PATH || !MessageText.isPrintable(text)) {
            throw new IllegalArgumentException(
                    "keysFile is not the name of a file [%s]".formatted(MessageText.quote(text)));
        }
        return text;
    }

    private static int number(String key, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The exception below reports this.
        }
        throw new IllegalArgumentException(
                "%s is not a number from %d to %d [%s]"
                        .formatted(key, min, max, MessageText.quote(text)));
    }
}
