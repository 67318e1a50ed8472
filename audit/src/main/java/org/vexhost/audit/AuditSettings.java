package org.vexhost.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/**
 * The settings of {@code etc/org.vexhost.audit.cfg}.
 *
 * @param isOfCalls whether the log also has a line for each call
 * @param maxFileBytes the size at which a file is rotated, in bytes
 * @param maxBytes the maximum size of all files together, in bytes
 */
record AuditSettings(boolean isOfCalls, long maxFileBytes, long maxBytes) {

    private static final String CALLS = "calls";
    private static final String FILE_BYTES = "maxFileBytes";
    private static final String BYTES = "maxBytes";
    private static final List<String> KEYS = List.of(CALLS, FILE_BYTES, BYTES);

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    /** The default settings. */
    static final AuditSettings DEFAULT = new AuditSettings(false, 16L << 20, 256L << 20);

    /**
     * Reads the settings.
     *
     * @param unknown receives a message for each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names the key and the
     *     reason
     */
    static AuditSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        AuditSettings read =
                new AuditSettings(
                        flag(values),
                        number(values, FILE_BYTES, DEFAULT.maxFileBytes, 64L << 10, 1L << 30),
                        number(values, BYTES, DEFAULT.maxBytes, 128L << 10, 1L << 40));
        if (read.maxBytes < 2 * read.maxFileBytes) {
            throw new IllegalArgumentException(
                    "maxBytes is less than two files of maxFileBytes [%d, %d]"
                            .formatted(read.maxBytes, read.maxFileBytes));
        }
        return read;
    }

    private static boolean flag(Map<String, Object> values) {
        String text = String.valueOf(values.getOrDefault(CALLS, "false")).strip();
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "calls is not true or false [%s]".formatted(MessageText.quote(text)));
        };
    }

    private static long number(
            Map<String, Object> values, String key, long normal, long min, long max) {
        Object value = values.get(key);
        if (value == null) {
            return normal;
        }
        String text = value.toString().strip();
        long number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw new IllegalArgumentException(
                    "%s is not an integer of %d to %d [%s]"
                            .formatted(key, min, max, MessageText.quote(text)));
        }
        return number;
    }
}
