package org.vexhost.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/** The metrics settings, the content of {@code etc/org.vexhost.metrics.cfg}. */
record MetricsSettings(Jmx jmx) {

    private static final String JMX = "jmx";
    private static final List<String> KEYS = List.of(JMX);

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    /** Whether metrics are available over JMX. */
    enum Jmx {
        /** Only if the JVM was started with a JMX agent. */
        AUTO,
        /** Always. */
        TRUE,
        /** Never. */
        FALSE
    }

    /**
     * Reads settings.
     *
     * @param unknown receives a sentence about each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names key and reason
     */
    static MetricsSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        String text = String.valueOf(values.getOrDefault(JMX, "auto")).strip();
        for (Jmx each : Jmx.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return new MetricsSettings(each);
            }
        }
        throw new IllegalArgumentException(
                "jmx is not auto, true or false [%s]".formatted(MessageText.quote(text)));
    }

    /** Whether metrics are available over JMX in a JVM with the given system properties. */
    boolean isJmx(Map<?, ?> system) {
        return switch (jmx) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO ->
                    system.keySet().stream()
                            .anyMatch(
                                    key ->
                                            String.valueOf(key)
                                                    .startsWith("com.sun.management.jmxremote"));
        };
    }
}
