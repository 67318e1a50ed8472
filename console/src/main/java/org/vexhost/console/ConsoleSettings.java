package org.vexhost.console;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/**
 * The settings of {@code etc/org.vexhost.console.cfg}.
 *
 * @param isEnabled whether the console is on
 */
record ConsoleSettings(boolean isEnabled) {

    private static final String ENABLED = "enabled";
    private static final List<String> KEYS = List.of(ENABLED);

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    /**
     * Reads the settings.
     *
     * @param unknown receives a message for each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names the key and the
     *     reason
     */
    static ConsoleSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        String text = String.valueOf(values.getOrDefault(ENABLED, "false")).strip();
        return switch (text) {
            case "true" -> new ConsoleSettings(true);
            case "false" -> new ConsoleSettings(false);
            default ->
                    throw new IllegalArgumentException(
                            "enabled is not true or false [%s]".formatted(MessageText.quote(text)));
        };
    }
}
