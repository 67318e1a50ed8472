package org.vexhost.loader.registry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;

/**
 * What is known of a version, whether it serves or not: all that an operator looks at before
 * granting anything.
 *
 * @param definition name, version, description and parameters
 * @param requested what it asks for
 * @param limits what each call runs under; empty while the host has not accepted what is asked for
 * @param descriptor the rest of what it says about itself; empty for a Java tool
 * @param digest what tells it from others; empty for a Java tool
 * @param imports what the module imports, safe to print; empty until it is compiled
 * @param snapshot of what size its snapshot is, or why it has none, safe to print; empty if it asks
 *     for none, and until it is compiled
 */
public record ToolDetails(
        ToolDefinition definition,
        RequestedCapabilities requested,
        Optional<SandboxLimits> limits,
        Optional<ToolDescriptor> descriptor,
        Optional<ArtifactDigest> digest,
        List<String> imports,
        Optional<String> snapshot) {

    /** Checks that nothing is null, and copies the list. */
    public ToolDetails {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(descriptor, "descriptor");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(snapshot, "snapshot");
        imports = List.copyOf(imports);
    }

    /** Of a descriptor that was read and a module that is not compiled yet. */
    public static ToolDetails of(
            ToolDescriptor descriptor, ArtifactDigest digest, SandboxLimits limits) {
        return new ToolDetails(
                descriptor.definition(),
                descriptor.requested(),
                Optional.of(limits),
                Optional.of(descriptor),
                Optional.of(digest),
                List.of(),
                Optional.empty());
    }

    /**
     * Of a descriptor that was read and not accepted, or whose module cannot be used.
     *
     * @param digest empty if there is no module
     */
    public static ToolDetails unaccepted(
            ToolDescriptor descriptor, Optional<ArtifactDigest> digest) {
        return new ToolDetails(
                descriptor.definition(),
                descriptor.requested(),
                Optional.empty(),
                Optional.of(descriptor),
                digest,
                List.of(),
                Optional.empty());
    }
}
