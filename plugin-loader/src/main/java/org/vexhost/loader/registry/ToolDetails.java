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
 * All known details of a version, serving or not. Operators use them to decide on grants.
 *
 * @param definition name, version, description and parameters
 * @param requested the requested capabilities
 * @param limits the limits of each call; empty until the host has accepted the requested limits
 * @param descriptor the whole descriptor; empty for a Java tool
 * @param digest the digest of the artifact; empty for a Java tool
 * @param imports the module's imports, safe to print; empty until the module is compiled
 * @param snapshot the size of the snapshot, or why there is none, safe to print; empty if the
 *     descriptor requests no snapshot, and until the module is compiled
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

    /** Creates the details of a readable descriptor whose module is not compiled yet. */
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
     * Creates the details of a descriptor that was rejected, or whose module is unusable.
     *
     * @param descriptor the descriptor
     * @param digest the digest of the artifact; empty if there is no module
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
