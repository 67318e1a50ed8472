package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;

/**
 * One version of a tool, as its artifact describes it. The version may be rejected, or still wait
 * to be compiled.
 *
 * @param definition the tool's description for callers
 * @param artifactDigest {@code sha256:} and 64 hexadecimal digits; empty for a tool in Java
 * @param moduleSha256 the SHA-256 of its module alone, 64 hexadecimal digits; empty without a
 *     module
 * @param requested the requested capabilities
 * @param requestedLimits the requested limits
 * @param limits the limits of each call; empty until the host accepts the requested limits
 * @param abi the binary interface of its module, {@code vex} or {@code command}; empty for a tool
 *     in Java
 * @param args the arguments of a command after its name
 * @param deterministic whether clock and randomness are fixed
 * @param snapshot whether the tool asks to be initialised once for all calls
 * @param snapshotState the size of its snapshot, or why there is none; empty if none is requested
 *     or the module is not compiled yet; safe to print
 * @param imports the functions that the module imports, {@code module.name}; empty until the module
 *     is compiled; safe to print
 * @since 1.0
 */
public record VersionInfo(
        ToolDefinition definition,
        Optional<String> artifactDigest,
        Optional<String> moduleSha256,
        List<CapabilityRequest> requested,
        LimitRequest requestedLimits,
        Optional<SandboxLimits> limits,
        Optional<String> abi,
        List<String> args,
        boolean deterministic,
        boolean snapshot,
        Optional<String> snapshotState,
        List<String> imports) {
    /** Checks that nothing is null, and copies the lists. */
    public VersionInfo {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(artifactDigest, "artifactDigest");
        Objects.requireNonNull(moduleSha256, "moduleSha256");
        requested = List.copyOf(requested);
        Objects.requireNonNull(requestedLimits, "requestedLimits");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(abi, "abi");
        args = List.copyOf(args);
        Objects.requireNonNull(snapshotState, "snapshotState");
        imports = List.copyOf(imports);
    }

    /**
     * The limits that an artifact requests; empty where it sets none. The effective limits of a
     * call are {@link #limits}.
     *
     * @param maxMemoryBytes the guest's memories together, in bytes
     * @param maxFuel units of fuel, guest and host together
     * @param timeout from the start of the sandbox to the result
     * @param maxTableElements elements of the guest's tables together
     * @param maxInputBytes the arguments of a call, in bytes
     * @param maxOutputBytes the result of a call, in bytes
     * @param maxCallDepth units of call depth
     * @since 1.0
     */
    public record LimitRequest(
            OptionalLong maxMemoryBytes,
            OptionalLong maxFuel,
            Optional<Duration> timeout,
            OptionalLong maxTableElements,
            OptionalLong maxInputBytes,
            OptionalLong maxOutputBytes,
            OptionalLong maxCallDepth) {

        /** No requested limits. */
        public static final LimitRequest NONE =
                new LimitRequest(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());

        /** Checks that nothing is null. */
        public LimitRequest {
            Objects.requireNonNull(maxMemoryBytes, "maxMemoryBytes");
            Objects.requireNonNull(maxFuel, "maxFuel");
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(maxTableElements, "maxTableElements");
            Objects.requireNonNull(maxInputBytes, "maxInputBytes");
            Objects.requireNonNull(maxOutputBytes, "maxOutputBytes");
            Objects.requireNonNull(maxCallDepth, "maxCallDepth");
        }
    }
}
