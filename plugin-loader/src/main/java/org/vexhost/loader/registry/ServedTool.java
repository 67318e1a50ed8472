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
 * One callable version of a tool. Versions are compared by identity; deploying a version again
 * creates a new object. Thread-safe.
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
     * Creates a version.
     *
     * @param tool runs the calls; for a module it is a {@code MeteredTool}
     * @param definition the tool's definition, which was read once
     * @param requested the capabilities that the descriptor requests
     * @param limits the limits of each call
     * @param digest the digest of the artifact; empty for a Java tool
     * @param schemas the compiled schemas of the definition
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
     * Creates a version.
     *
     * @param tool runs the calls; for a module it is a {@code MeteredTool}
     * @param details all known details of the version, including its limits
     * @param schemas the compiled schemas of the definition
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

    /** Returns the tool that runs the calls. Only the executor may call the tool, under a lease. */
    public Tool tool() {
        return tool;
    }

    /** Returns name, version, description and parameters. */
    @Override
    public ToolDefinition definition() {
        return definition;
    }

    /** Returns the capabilities that the descriptor requests. */
    public RequestedCapabilities requested() {
        return requested;
    }

    /** Returns all known details of this version. */
    public ToolDetails details() {
        return details;
    }

    /**
     * Returns the schemas of arguments and results, which were compiled when the version was
     * deployed.
     */
    public ToolSchemas schemas() {
        return schemas;
    }

    /** Returns the limits of each call. */
    @Override
    public SandboxLimits limits() {
        return limits;
    }

    /** Returns the digest of the artifact; empty for a Java tool. */
    public Optional<ArtifactDigest> digest() {
        return digest;
    }

    /** Returns {@link #digest} as text, for results. */
    public Optional<String> digestText() {
        return digestText;
    }

    /** Returns the most heap that a call may use, in bytes; empty for a Java tool. */
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
     * Runs a call like {@link #run(ToolCall)}, but suspends its permit while the call waits.
     *
     * @param call the call
     * @param permit suspended while the call waits for something outside the host
     */
    public ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
        tool.validate(call);
        return tool instanceof MeteredTool metered
                ? metered.run(call, permit)
                : new ToolOutput(tool.execute(call), Usage.NONE);
    }

    /** Returns the number of open leases: calls that run or wait for a permit. */
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
