package org.vexhost.api;

/**
 * The names of the service properties of {@link Tool} services.
 *
 * @since 1.0
 */
public final class ToolProperties {

    /** The tool's name, a {@code String}. */
    public static final String NAME = "vexhost.tool.name";

    /** The tool's version, a {@code String}. */
    public static final String VERSION = "vexhost.tool.version";

    /**
     * The digest of the tool's artifact, a {@code String}: {@code sha256:} and 64 hexadecimal
     * digits, as in {@link ToolResult#artifactDigest}. Absent for a tool that is not an artifact.
     */
    public static final String DIGEST = "vexhost.tool.digest";

    /** The capabilities that the tool requests, a {@code String[]} of {@link Capability#key()}. */
    public static final String CAPABILITIES = "vexhost.tool.capabilities";

    /** The deployment state, a {@code String}, for example {@code ACTIVE}. */
    public static final String STATE = "vexhost.tool.state";

    /** The time at which the tool entered that state, a {@code String} in ISO 8601, in UTC. */
    public static final String SINCE = "vexhost.tool.since";

    /**
     * The reason why the tool is in that state, a {@code String}. For example, it tells what an
     * update waits for while the previous version is still serving. Empty for most tools that are
     * {@code ACTIVE}. Safe to print.
     */
    public static final String REASON = "vexhost.tool.reason";

    /**
     * {@code true} on the services that the host registers for deployed tools. Calls to such a
     * service go through the {@link ToolExecutor}. A service without this property is a raw tool:
     * the host has not deployed it.
     */
    public static final String MANAGED = "vexhost.tool.managed";

    private ToolProperties() {}
}
