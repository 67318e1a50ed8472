package org.vexhost.api.admin;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A number that a module measures.
 *
 * @param name matches {@code [a-z][a-z0-9_]{0,127}} and ends in its unit, for example {@code
 *     compile_cache_bytes}; counters end in {@code _total}
 * @param help a description in one line
 * @param kind how it may change
 * @param labels distinguish measurements of the same name; their values never come from requests
 * @param value not NaN
 * @since 1.0
 */
public record Measurement(
        String name, String help, Kind kind, Map<String, String> labels, double value) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,127}");

    /** How a number may change. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Up only, from 0 at the start of the host. */
        COUNTER
    }

    /**
     * Checks the fields, and copies the labels.
     *
     * @throws IllegalArgumentException if the name is not as documented or the value is NaN
     */
    public Measurement {
        if (!NAME.matcher(name).matches() || Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "measurement is not a name and a number [%s, %s]".formatted(name, value));
        }
        Objects.requireNonNull(help, "help");
        Objects.requireNonNull(kind, "kind");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
