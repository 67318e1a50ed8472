package org.vexhost.loader.registry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.CallPermit;
import org.vexhost.api.CallTarget;
import org.vexhost.api.CompiledSchema;
import org.vexhost.api.MeteredTool;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.api.Usage;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.schema.ToolSchemas;

/**
 * One version of a tool that can be called. Compared by identity: a redeployed version is another.
 * Thread-safe.
 */
public final class ServedTool implements CallTarget {

    private final Tool tool;
    private final ToolDefinition definition;
    private final RequestedCapabilities requested;
    private final SandboxLimits limits;
    private final Optional<ArtifactDigest> digest;
    private final Optional<String> digestText;
    private final OptionalLong reservedBytes;
    private final ToolSchemas schemas;
    private final ToolDetails details;
    private final Location location;
    private final LeaseCounter leases = new LeaseCounter();

    /**
     * A version that nobody calls yet.
     *
     * @param tool what runs the calls; for a module a {@code MeteredTool}
     * @param definition the tool's, asked once
     * @param requested what its descriptor asks for
     * @param limits what each call runs under
     * @param digest of its artifact; empty for a Java tool
     * @param schemas of the definition
     */
    public ServedTool(
            Tool tool,
            ToolDefinition definition,
            RequestedCapabilities requested,
            SandboxLimits limits,
            Optional<ArtifactDigest> digest,
            ToolSchemas schemas) {
        this(
                tool,
                new ToolDetails(
                        definition,
                        requested,
                        Optional.of(limits),
                        Optional.empty(),
                        digest,
                        List.of(),
                        Optional.empty()),
                schemas);
    }

    /**
     * A version that nobody calls yet.
     *
     * @param tool what runs the calls; for a module a {@code MeteredTool}
     * @param details all that is known of it, with its limits
     * @param schemas of its definition
     */
    public ServedTool(Tool tool, ToolDetails details, ToolSchemas schemas) {
        this.details = Objects.requireNonNull(details, "details");
        this.schemas = Objects.requireNonNull(schemas, "schemas");
        this.tool = Objects.requireNonNull(tool, "tool");
        this.definition = details.definition();
        this.requested = details.requested();
        this.limits =
                details.limits()
                        .orElseThrow(() -> new IllegalArgumentException("version without limits"));
        this.digest = details.digest();
        this.digestText = digest.map(ArtifactDigest::text);
        this.location =
                tool instanceof MeteredTool && details.digest().isPresent()
                        ? Location.SANDBOX
                        : Location.JAVA;
        this.reservedBytes =
                tool instanceof MeteredTool metered
                        ? OptionalLong.of(metered.reservedBytes())
                        : OptionalLong.empty();
    }

    /** What runs the calls. Only the executor calls it, under a lease. */
    public Tool tool() {
        return tool;
    }

    /** Name, version, description and parameters. */
    @Override
    public ToolDefinition definition() {
        return definition;
    }

    /** What the descriptor asks for. */
    public RequestedCapabilities requested() {
        return requested;
    }

    /** All that is known of this version. */
    public ToolDetails details() {
        return details;
    }

    /** What arguments and results are held against; compiled when the version was deployed. */
    public ToolSchemas schemas() {
        return schemas;
    }

    /** What each call runs under. */
    @Override
    public SandboxLimits limits() {
        return limits;
    }

    /** What tells its artifact from others; empty for a Java tool. */
    public Optional<ArtifactDigest> digest() {
        return digest;
    }

    /** {@link #digest} as text, for results. */
    public Optional<String> digestText() {
        return digestText;
    }

    /** The heap that a call can come to hold, in bytes; empty for a Java tool. */
    @Override
    public OptionalLong reservedBytes() {
        return reservedBytes;
    }

    @Override
    public Optional<String> artifactDigest() {
        return digestText;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public CompiledSchema argumentSchema() {
        return schemas.arguments();
    }

    @Override
    public Optional<CompiledSchema> resultSchema() {
        return schemas.output().map(schema -> schema);
    }

    @Override
    public ToolOutput run(ToolCall call) throws ToolException {
        return run(call, CallPermit.KEPT);
    }

    /**
     * Runs a call like {@link #run(ToolCall)}.
     *
     * @param permit what it gives back while it waits for something outside the host
     */
    public ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
        tool.validate(call);
        return tool instanceof MeteredTool metered
                ? metered.run(call, permit)
                : new ToolOutput(tool.execute(call), Usage.NONE);
    }

    /** How many leases are out: calls running or waiting for a place. */
    public int inFlight() {
        return leases.count();
    }

    LeaseCounter leases() {
        return leases;
    }

    @Override
    public String toString() {
        return definition.name() + " " + definition.version();
    }
}
