package org.vexhost.loader.descriptor;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.vexhost.api.SandboxLimits;

/**
 * The limits that a descriptor requests.
 *
 * @param values the requested limits, each in its own unit
 */
public record RequestedLimits(Map<Limit, Long> values) {

    /** No requested limits. */
    public static final RequestedLimits NONE = new RequestedLimits(Map.of());

    /** Copies the map. */
    public RequestedLimits {
        values = Map.copyOf(values);
    }

    /** A limit that a descriptor can request. */
    public enum Limit {
        /** The linear memory of a call, in bytes. */
        MAX_MEMORY_BYTES("maxMemoryBytes", 64L << 10),
        /** The fuel of a call, in units of fuel. */
        MAX_FUEL("maxFuel", 1),
        /**
         * The timeout of a call, in milliseconds. Descriptors contain it as an ISO 8601 duration.
         */
        TIMEOUT("timeout", 1),
        /** The size of tables, in elements. */
        MAX_TABLE_ELEMENTS("maxTableElements", 0),
        /** The size of a result, in bytes. */
        MAX_OUTPUT_BYTES("maxOutputBytes", 1),
        /** The size of the arguments, in bytes. */
        MAX_INPUT_BYTES("maxInputBytes", 1),
        /** The depth of calls, in units of call depth. */
        MAX_CALL_DEPTH("maxCallDepth", 100);

        private final String key;
        private final long min;

        Limit(String key, long min) {
            this.key = key;
            this.min = min;
        }

        /** Returns the name of the limit in descriptors. */
        public String key() {
            return key;
        }

        /** Returns the smallest allowed value. */
        public long min() {
            return min;
        }

        /** Returns this limit's value in {@code limits}. */
        public long in(SandboxLimits limits) {
            return switch (this) {
                case MAX_MEMORY_BYTES -> limits.maxMemoryBytes();
                case MAX_FUEL -> limits.maxFuel();
                case TIMEOUT -> limits.timeout().toMillis();
                case MAX_TABLE_ELEMENTS -> limits.maxTableElements();
                case MAX_OUTPUT_BYTES -> limits.maxOutputBytes();
                case MAX_INPUT_BYTES -> limits.maxInputBytes();
                case MAX_CALL_DEPTH -> limits.maxCallDepth();
            };
        }

        /** Returns a value in the form that descriptors use. */
        public String text(long value) {
            return this == TIMEOUT ? Duration.ofMillis(value).toString() : Long.toString(value);
        }

        /** Sets this limit's value in a builder. */
        public void set(SandboxLimits.Builder limits, long value) {
            switch (this) {
                case MAX_MEMORY_BYTES -> limits.maxMemoryBytes(value);
                case MAX_FUEL -> limits.maxFuel(value);
                case TIMEOUT -> limits.timeout(Duration.ofMillis(value));
                case MAX_TABLE_ELEMENTS -> limits.maxTableElements(Math.toIntExact(value));
                case MAX_OUTPUT_BYTES -> limits.maxOutputBytes(Math.toIntExact(value));
                case MAX_INPUT_BYTES -> limits.maxInputBytes(Math.toIntExact(value));
                case MAX_CALL_DEPTH -> limits.maxCallDepth(Math.toIntExact(value));
            }
        }
    }

    /**
     * Computes the effective limits. Each limit is the requested value, or else the default, but
     * not more than the ceiling.
     *
     * @param defaults the operator's defaults
     * @param ceilings the operator's ceilings
     * @param source the descriptor's file, for messages
     * @throws DescriptorException if a requested value exceeds its ceiling
     */
    public SandboxLimits within(SandboxLimits defaults, SandboxLimits ceilings, String source)
            throws DescriptorException {
        SandboxLimits.Builder limits = SandboxLimits.builder();
        for (Limit limit : Limit.values()) {
            long ceiling = limit.in(ceilings);
            Long asked = values.get(limit);
            if (asked != null && asked > ceiling) {
                throw new DescriptorException(
                        source,
                        "/limits/" + limit.key(),
                        "exceeds the host's ceiling of %d [%d]".formatted(ceiling, asked));
            }
            limit.set(limits, asked != null ? asked : Math.min(ceiling, limit.in(defaults)));
        }
        return limits.build();
    }

    /** Whether any limit exceeds its ceiling. */
    public static boolean exceed(SandboxLimits limits, SandboxLimits ceilings) {
        return Arrays.stream(Limit.values())
                .anyMatch(limit -> limit.in(limits) > limit.in(ceilings));
    }

    /** Collects limits while a descriptor is read. */
    static final class Builder {
        private final Map<Limit, Long> values = new EnumMap<>(Limit.class);

        void set(Limit limit, long value) {
            values.put(limit, value);
        }

        RequestedLimits build() {
            return new RequestedLimits(values);
        }
    }
}
