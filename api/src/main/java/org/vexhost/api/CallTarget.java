package org.vexhost.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The target of a call: one version of a tool, wherever that version runs. Only hosts implement
 * this interface. Targets are compared by identity. If the same version is deployed again, it is a
 * different target. Thread-safe.
 *
 * @since 1.0
 */
public interface CallTarget {

    /** The place where calls run. */
    enum Location {
        /** In the sandbox of this host, on the thread of the caller. */
        SANDBOX,
        /** As Java code of a bundle of this host, on a separate thread. */
        JAVA,
        /** In another process; {@link #run} waits for its answer. */
        ELSEWHERE
    }

    /** Returns the name, version, description and schemas. */
    ToolDefinition definition();

    /**
     * Returns the digest of the artifact, {@code sha256:} and 64 hexadecimal digits; empty if the
     * tool is not an artifact.
     */
    Optional<String> artifactDigest();

    /** Returns the limits of each call. */
    SandboxLimits limits();

    /** Returns where calls run. */
    Location location();

    /** Returns the schema for arguments, which was compiled when the version was deployed. */
    CompiledSchema argumentSchema();

    /** Returns the schema for results; empty if the tool declares none. */
    Optional<CompiledSchema> resultSchema();

    /**
     * Returns the maximum heap of this host that a call can occupy, in bytes; empty if it is not
     * known.
     */
    OptionalLong reservedBytes();

    /**
     * Runs a call whose arguments match the schema, and waits for the result.
     *
     * @throws ToolException if there is no result
     */
    ToolOutput run(ToolCall call) throws ToolException;
}
