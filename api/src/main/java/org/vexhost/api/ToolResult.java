package org.vexhost.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of a successful call. Immutable; created by {@link #builder}.
 *
 * @since 1.0
 */
public final class ToolResult {

    private final Json output;
    private final String tool;
    private final String version;
    private final Optional<String> artifactDigest;
    private final Usage usage;
    private final Duration duration;
    private final Instant startedAt;

    private ToolResult(Builder builder) {
        this.output = builder.output;
        this.tool = builder.tool;
        this.version = builder.version;
        this.artifactDigest = builder.artifactDigest;
        this.usage = builder.usage;
        this.duration = builder.duration;
        this.startedAt = builder.startedAt;
    }

    /**
     * Starts a result without a usage.
     *
     * @param tool the name of the tool that ran
     * @param version the version that ran
     */
    public static Builder builder(Json output, String tool, String version) {
        return new Builder(output, tool, version);
    }

    /** Returns the result. */
    public Json output() {
        return output;
    }

    /** Returns the name of the tool that ran. */
    public String tool() {
        return tool;
    }

    /** Returns the version that ran. */
    public String version() {
        return version;
    }

    /**
     * Returns the digest of the artifact that ran, {@code sha256:} and 64 hexadecimal digits; empty
     * for a tool that is not an artifact. It shows whether an earlier version produced the result.
     */
    public Optional<String> artifactDigest() {
        return artifactDigest;
    }

    /** Returns the fuel and memory that the call used. */
    public Usage usage() {
        return usage;
    }

    /**
     * Returns the time from the start of the sandbox to the result. The wait for a permit is not
     * included.
     */
    public Duration duration() {
        return duration;
    }

    /** Returns the time at which the sandbox started. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the units of fuel that the guest used; 0 for a tool that is not metered. */
    public long fuelConsumed() {
        return usage.fuelConsumed();
    }

    /**
     * Returns the units of fuel that the host used on the guest's behalf; 0 for a tool that is not
     * metered.
     */
    public long hostFuelConsumed() {
        return usage.hostFuelConsumed();
    }

    /**
     * Returns the peak size of the guest's memories, in bytes; 0 for a tool that is not metered.
     */
    public long peakMemoryBytes() {
        return usage.peakMemoryBytes();
    }

    /**
     * Renders {@code output}, {@code tool}, {@code version}, {@code artifactDigest} (if there is
     * one), {@code fuelConsumed}, {@code hostFuelConsumed}, {@code fuelRemaining}, {@code
     * peakMemoryBytes}, {@code durationNanos} and {@code startedAt} (ISO 8601) as one JSON object.
     */
    public Json toJson() {
        return JsonLibrary.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("tool", tool);
                    out.writeStringProperty("version", version);
                    artifactDigest.ifPresent(
                            digest -> out.writeStringProperty("artifactDigest", digest));
                    out.writeNumberProperty("fuelConsumed", usage.fuelConsumed());
                    out.writeNumberProperty("hostFuelConsumed", usage.hostFuelConsumed());
                    out.writeNumberProperty("fuelRemaining", usage.fuelRemaining());
                    out.writeNumberProperty("peakMemoryBytes", usage.peakMemoryBytes());
                    out.writeNumberProperty("durationNanos", duration.toNanos());
                    out.writeStringProperty("startedAt", startedAt.toString());
                    out.writeName("output");
                    out.writeRawValue(output.text());
                    out.writeEndObject();
                });
    }

    /** Builds a result. Not thread-safe. */
    public static final class Builder {

        private final Json output;
        private final String tool;
        private final String version;
        private Optional<String> artifactDigest = Optional.empty();
        private Usage usage = Usage.NONE;
        private Duration duration = Duration.ZERO;
        private Instant startedAt = Instant.EPOCH;

        private Builder(Json output, String tool, String version) {
            this.output = Objects.requireNonNull(output, "output");
            this.tool = Objects.requireNonNull(tool, "tool");
            this.version = Objects.requireNonNull(version, "version");
        }

        /** Sets the digest of the artifact that ran, {@code sha256:} and 64 hexadecimal digits. */
        public Builder artifactDigest(Optional<String> digest) {
            this.artifactDigest = Objects.requireNonNull(digest, "digest");
            return this;
        }

        /** Sets what the call used. */
        public Builder usage(Usage used) {
            this.usage = Objects.requireNonNull(used, "used");
            return this;
        }

        /** Sets the time at which the sandbox started, and the time from then to the result. */
        public Builder ran(Instant start, Duration time) {
            this.startedAt = Objects.requireNonNull(start, "start");
            this.duration = Objects.requireNonNull(time, "time");
            return this;
        }

        /** Returns the result. */
        public ToolResult build() {
            return new ToolResult(this);
        }
    }
}
