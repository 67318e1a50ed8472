package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;

/**
 * One version of a tool, as its artifact describes it; also one that was rejected, or that waits to
 * be compiled.
 *
 * @param definition how it presents itself
 * @param artifactDigest {@code sha256:} and 64 hexadecimal digits; empty for a tool in Java
 * @param moduleSha256 64 hexadecimal digits of its module alone; empty without a module
 * @param requested what it asks for
 * @param requestedLimits the limits that it asks for
 * @param limits what each call runs under; empty while the host has not accepted what is asked for
 * @param abi the binary interface of its module, {@code vex} or {@code command}; empty for a tool
 *     in Java
 * @param args what a command gets as arguments after its name
 * @param deterministic whether clock and randomness are fixed
 * @param snapshot whether it asks to be initialised once for all calls
 * @param snapshotState how large its snapshot is, or why there is none; empty if it asks for none,
 *     and until it was compiled; safe to print
 * @param imports the functions that the module imports, {@code module.name}; empty until it was
 *     compiled; safe to print
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
     * The limits that an artifact asks for; empty where it names none. What a call runs under is
     * {@link #limits}.
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

        /** Nothing in particular. */
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
