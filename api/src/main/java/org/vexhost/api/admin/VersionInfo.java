package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;

/**
 * One version of a tool, as its artifact describes it. The version may have been rejected, or may
 * not be compiled yet.
 *
 * @param definition the tool's description for callers
 * @param artifactDigest the digest of the artifact, {@code sha256:} and 64 hexadecimal digits;
 *     empty for a tool in Java
 * @param moduleSha256 the SHA-256 of the module alone, 64 hexadecimal digits; empty if there is no
 *     module
 * @param requested the requested capabilities
 * @param requestedLimits the requested limits
 * @param limits the limits of each call; empty until the host accepts the requested limits
 * @param abi the binary interface of the module, {@code vex} or {@code command}; empty for a tool
 *     in Java
 * @param args the arguments that follow the name of a command
 * @param deterministic whether every call has a fixed clock and a fixed seed
 * @param snapshot whether the tool requests to be initialised once for all calls
 * @param snapshotState the size of the snapshot, or the reason why there is no snapshot; empty if
 *     no snapshot is requested, or if the module is not compiled yet; safe to print
 * @param imports the functions that the module imports, in the form {@code module.name}; empty
 *     until the module is compiled; safe to print
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
     * The limits that an artifact requests. A limit that the artifact does not set is empty. The
     * effective limits of a call are {@link #limits}.
     *
     * @param maxMemoryBytes the maximum for all memories of the guest together, in bytes
     * @param maxFuel the maximum fuel of guest and host together, in units
     * @param timeout the maximum time from the start of the sandbox to the result
     * @param maxTableElements the maximum number of elements of all tables of the guest together
     * @param maxInputBytes the maximum size of the arguments of a call, in bytes
     * @param maxOutputBytes the maximum size of the result of a call, in bytes
     * @param maxCallDepth the maximum call depth, in units
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

        /** A request without any limits. */
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
