package org.vexhost.api.admin;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A number that a module measures, with its name and labels.
 *
 * @param name the name, which ends in the unit, for example {@code compile_cache_bytes}; names of
 *     counters end in {@code _total}; matches {@code [a-z][a-z0-9_]{0,127}}
 * @param help a description in one line
 * @param kind the way in which the number may change
 * @param labels labels that distinguish measurements with the same name; their values never come
 *     from requests
 * @param value the number; not NaN
 * @since 1.0
 */
public record Measurement(
        String name, String help, Kind kind, Map<String, String> labels, double value) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,127}");

    /** The way in which a number may change. */
    public enum Kind {
        /** It goes up and down. */
        GAUGE,
        /** It only goes up, from 0 at the start of the host. */
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
