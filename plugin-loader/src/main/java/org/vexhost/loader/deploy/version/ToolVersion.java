package org.vexhost.loader.deploy.version;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.schema.ToolSchemas;

/** One version of a tool that is ready to be called. Confined to the control thread. */
public final class ToolVersion {

    private final ToolDefinition definition;
    private final RequestedCapabilities requested;
    private final SandboxLimits limits;
    private final Optional<ArtifactDigest> digest;
    private final ToolFactory.Prepared prepared;
    private final ToolDetails details;
    private final @Nullable ToolDescriptor descriptor;

    /** The artifact. It stays in memory until the version serves. */
    private @Nullable LoadedArtifact content;

    private ServedTool served;

    private ToolVersion(
            ToolDefinition definition,
            RequestedCapabilities requested,
            SandboxLimits limits,
            Optional<ArtifactDigest> digest,
            ToolFactory.Prepared prepared,
            @Nullable LoadedArtifact content) {
        this.definition = definition;
        this.requested = requested;
        this.limits = limits;
        this.digest = digest;
        this.prepared = prepared;
        this.content = content;
        this.descriptor = content == null ? null : content.descriptor();
        this.details =
                new ToolDetails(
                        definition,
                        requested,
                        Optional.of(limits),
                        Optional.ofNullable(descriptor),
                        digest,
                        prepared.imports(),
                        prepared.snapshot());
        this.served = newServed();
    }

    public static ToolVersion ofModule(
            LoadedArtifact artifact, SandboxLimits limits, ToolFactory.Prepared prepared) {
        return new ToolVersion(
                artifact.descriptor().definition(),
                artifact.descriptor().requested(),
                limits,
                Optional.of(artifact.digest()),
                prepared,
                artifact);
    }

    public static ToolVersion ofJava(
            Tool tool,
            ToolDefinition definition,
            RequestedCapabilities requested,
            SandboxLimits limits,
            ToolSchemas schemas) {
        return new ToolVersion(
                definition,
                requested,
                limits,
                Optional.empty(),
                new ToolFactory.Prepared(tool, schemas, List.of(), () -> {}),
                null);
    }

    private ServedTool newServed() {
        return new ServedTool(prepared.tool(), details, prepared.schemas());
    }

    public String name() {
        return definition.name();
    }

    public String version() {
        return definition.version();
    }

    ToolDefinition definition() {
        return definition;
    }

    /** Returns the descriptor; empty for a Java tool. */
    Optional<ToolDescriptor> descriptor() {
        return Optional.ofNullable(descriptor);
    }

    public RequestedCapabilities requested() {
        return requested;
    }

    public SandboxLimits limits() {
        return limits;
    }

    /** Returns the digest of the artifact; empty for a Java tool. */
    public Optional<ArtifactDigest> digest() {
        return digest;
    }

    /** Returns all known details of the version. */
    public ToolDetails details() {
        return details;
    }

    List<String> imports() {
        return prepared.imports();
    }

    /** Whether deploying this artifact again would change nothing. */
    public boolean isSame(ArtifactDigest otherDigest, SandboxLimits otherLimits) {
        return digest.filter(otherDigest::equals).isPresent() && limits.equals(otherLimits);
    }

    public ServedTool served() {
        return served;
    }

    /** Allows new leases of the version again after its leases were closed. */
    public void renew() {
        served = newServed();
    }

    /** Returns the artifact; empty after its bytes were released. */
    public Optional<LoadedArtifact> content() {
        return Optional.ofNullable(content);
    }

    /** Returns the artifact and releases its bytes, because the version serves from now on. */
    public Optional<LoadedArtifact> takeContent() {
        Optional<LoadedArtifact> taken = Optional.ofNullable(content);
        content = null;
        return taken;
    }

    /** Releases the artifact's bytes. */
    public void forgetContent() {
        content = null;
    }

    /** Releases the version's resources. No call may be running. */
    public void drop() {
        prepared.onDropped().run();
    }
}
