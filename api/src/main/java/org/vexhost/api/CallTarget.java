package org.vexhost.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call runs on: one version of a tool, wherever it runs. Only hosts implement this. Targets
 * are compared by identity: the same version, deployed again, is a different target. Thread-safe.
 *
 * @since 1.0
 */
public interface CallTarget {

    /** Where calls run. */
    enum Location {
        /** In the sandbox of this host, on the thread of the caller. */
        SANDBOX,
        /** As Java code of a bundle of this host, on a thread of its own. */
        JAVA,
        /** In another process; {@link #run} waits for its answer. */
        ELSEWHERE
    }

    /** Name, version, description and schemas. */
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

    /** Returns the schema for arguments. It was compiled when the version was deployed. */
    CompiledSchema argumentSchema();

    /** Returns the schema for results; empty if the tool declares none. */
    Optional<CompiledSchema> resultSchema();

    /**
     * Returns the heap of this host that a call can come to hold, in bytes; empty if it is not
     * known.
     */
    OptionalLong reservedBytes();

    /**
     * Runs a call whose arguments match, and waits for the result.
     *
     * @throws ToolException if there is no result
     */
    ToolOutput run(ToolCall call) throws ToolException;
}
