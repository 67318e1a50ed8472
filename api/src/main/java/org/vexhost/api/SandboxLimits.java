package org.vexhost.api;

import java.time.Duration;

/**
 * The limits of one call. Every maximum is inclusive, and there is no value that means "unlimited".
 * Where the original VEX tool sandbox defines a default, that default is used.
 *
 * @param maxMemoryBytes the maximum for all memories of the guest together, in bytes; default 64
 *     MiB, 64 KiB to 1 GiB; {@code memory.grow} beyond it returns -1
 * @param maxFuel the maximum fuel, in units; default 10,000,000, 1 to 1,000,000,000,000; using it
 *     up ends the call with {@code TIMEOUT/FUEL}
 * @param timeout the maximum time from the start of the sandbox, including host calls; default 30
 *     s, 1 ms to 10 min; exceeding it ends the call with {@code TIMEOUT/WALL_CLOCK}
 * @param maxTableElements the maximum number of elements of all tables of the guest together;
 *     default 1,000, 0 to 1,000,000; {@code table.grow} beyond it returns -1
 * @param maxOutputBytes the maximum size of the result, in bytes of UTF-8; default 10 MiB, 1 to 64
 *     MiB; exceeding it ends the call with {@code EXECUTION_FAILED/OUTPUT_TOO_LARGE}
 * @param maxInputBytes the maximum size of the arguments, in bytes of UTF-8; default 10 MiB, 1 to
 *     64 MiB; exceeding it ends the call with {@code INVALID_ARGUMENTS/INPUT_TOO_LARGE}
 * @param maxCallDepth the maximum nesting of calls in the guest, in units; a larger frame of a
 *     function takes more units; default 100,000, 100 to 1,000,000; exceeding it ends the call with
 *     {@code EXECUTION_FAILED/CALL_DEPTH}
 * @since 1.0
 */
public record SandboxLimits(
        long maxMemoryBytes,
        long maxFuel,
        Duration timeout,
        int maxTableElements,
        int maxOutputBytes,
        int maxInputBytes,
        int maxCallDepth) {

    /** The default limits. */
    public static final SandboxLimits DEFAULTS = builder().build();

    /** The largest values that any host may allow. */
    public static final SandboxLimits CEILINGS =
            builder()
                    .maxMemoryBytes(1L << 30)
                    .maxFuel(1_000_000_000_000L)
                    .timeout(Duration.ofMinutes(10))
                    .maxTableElements(1_000_000)
                    .maxOutputBytes(64 << 20)
                    .maxInputBytes(64 << 20)
                    .maxCallDepth(1_000_000)
                    .build();

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is out of range; the message names the limit, its
     *     range and the value
     */
    public SandboxLimits {
        requireRange("maxMemoryBytes", maxMemoryBytes, 64L << 10, 1L << 30, "bytes");
        requireRange("maxFuel", maxFuel, 1, 1_000_000_000_000L, "units");
        requireRange("timeout", timeout.toMillis(), 1, Duration.ofMinutes(10).toMillis(), "ms");
        requireRange("maxTableElements", maxTableElements, 0, 1_000_000, "elements");
        requireRange("maxOutputBytes", maxOutputBytes, 1, 64L << 20, "bytes");
        requireRange("maxInputBytes", maxInputBytes, 1, 64L << 20, "bytes");
        requireRange("maxCallDepth", maxCallDepth, 100, 1_000_000, "units");
    }

    /** Creates a builder with the default values. */
    public static Builder builder() {
        return new Builder();
    }

    /** Creates a builder with the values of this object. */
    public Builder toBuilder() {
        return builder()
                .maxMemoryBytes(maxMemoryBytes)
                .maxFuel(maxFuel)
                .timeout(timeout)
                .maxTableElements(maxTableElements)
                .maxOutputBytes(maxOutputBytes)
                .maxInputBytes(maxInputBytes)
                .maxCallDepth(maxCallDepth);
    }

    private static void requireRange(String limit, long value, long min, long max, String unit) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is not %d to %d %s [%d]".formatted(limit, min, max, unit, value));
        }
    }

    /** Builds limits. Values that are not set have their defaults. */
    public static final class Builder {
        private long maxMemoryBytes = 64L << 20;
        private long maxFuel = 10_000_000L;
        private Duration timeout = Tool.DEFAULT_TIMEOUT;
        private int maxTableElements = 1_000;
        private int maxOutputBytes = 10 << 20;
        private int maxInputBytes = 10 << 20;
        private int maxCallDepth = 100_000;

        private Builder() {}

        /** Sets the maximum for all memories together, in bytes: 64 KiB to 1 GiB. */
        public Builder maxMemoryBytes(long bytes) {
            maxMemoryBytes = bytes;
            return this;
        }

        /** Sets the maximum fuel, in units: 1 to 1,000,000,000,000. */
        public Builder maxFuel(long units) {
            maxFuel = units;
            return this;
        }

        /** Sets the maximum duration of a call: 1 ms to 10 min. */
        public Builder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        /** Sets the maximum for all tables together, in elements: 0 to 1,000,000. */
        public Builder maxTableElements(int elements) {
            maxTableElements = elements;
            return this;
        }

        /** Sets the maximum size of the result, in bytes: 1 to 64 MiB. */
        public Builder maxOutputBytes(int bytes) {
            maxOutputBytes = bytes;
            return this;
        }

        /** Sets the maximum size of the arguments, in bytes: 1 to 64 MiB. */
        public Builder maxInputBytes(int bytes) {
            maxInputBytes = bytes;
            return this;
        }

        /** Sets the maximum nesting of calls, in units: 100 to 1,000,000. */
        public Builder maxCallDepth(int units) {
            maxCallDepth = units;
            return this;
        }

        /**
         * Returns the limits.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public SandboxLimits build() {
            return new SandboxLimits(
                    maxMemoryBytes,
                    maxFuel,
                    timeout,
                    maxTableElements,
                    maxOutputBytes,
                    maxInputBytes,
                    maxCallDepth);
        }
    }
}
