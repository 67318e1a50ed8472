package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;

/**
 * One version of a tool, as its artifact describes it.
 *
 * @param definition how it presents itself
 * @param artifactDigest {@code sha256:} and 64 hexadecimal digits; empty for a tool in Java
 * @param requested what it asks for
 * @param limits what each call runs under
 * @param abi the binary interface of its module, {@code vex} or {@code command}; empty for a tool
 *     in Java
 * @param args what a command gets as arguments after its name
 * @param deterministic whether clock and randomness are fixed
 * @param imports the functions that the module imports, {@code module.name}; empty until it was
 *     compiled; safe to print
 * @since 1.0
 */
public record VersionInfo(
        ToolDefinition definition,
        Optional<String> artifactDigest,
        List<CapabilityRequest> requested,
        SandboxLimits limits,
        Optional<String> abi,
        List<String> args,
        boolean deterministic,
        List<String> imports) {
    /** Checks that nothing is null, and copies the lists. */
    public VersionInfo {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(artifactDigest, "artifactDigest");
        requested = List.copyOf(requested);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(abi, "abi");
        args = List.copyOf(args);
        imports = List.copyOf(imports);
    }
}
