package org.vexhost.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a successful call gives its caller.
 *
 * @param output the result
 * @param tool the name of the tool that ran
 * @param version the version that ran
 * @param artifactDigest the artifact that ran, {@code sha256:} and 64 hexadecimal digits, so that
 *     an old version's answer is seen as one; empty for a tool that is no artifact
 * @param usage fuel and memory
 * @param duration from the start of the sandbox to the result; waiting for a place is not in it
 * @param startedAt when the sandbox started
 * @since 1.0
 */
public record ToolResult(
        Json output,
        String tool,
        String version,
        Optional<String> artifactDigest,
        Usage usage,
        Duration duration,
        Instant startedAt) {
    /** Checks that nothing is null. */
    public ToolResult {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(artifactDigest, "artifactDigest");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /** Units of fuel that the guest used; 0 for a tool that is not metered. */
    public long fuelConsumed() {
        return usage.fuelConsumed();
    }

    /** Units of fuel that the host used for the guest; 0 for a tool that is not metered. */
    public long hostFuelConsumed() {
        return usage.hostFuelConsumed();
    }

    /** The largest size of the guest's memories, in bytes; 0 for a tool that is not metered. */
    public long peakMemoryBytes() {
        return usage.peakMemoryBytes();
    }

    /**
     * Renders {@code output}, {@code tool}, {@code version}, {@code artifactDigest} (if there is
     * one), {@code fuelConsumed}, {@code hostFuelConsumed}, {@code fuelRemaining}, {@code
     * peakMemoryBytes}, {@code durationNanos} and {@code startedAt} (ISO 8601) as one JSON object.
     */
    public Json toJson() {
        return JsonText.render(
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
}
