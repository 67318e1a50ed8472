package org.vexhost.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call runs on: one version of a tool, wherever it runs. Implemented by hosts alone;
 * compared by identity, since a version that is deployed again is another one. Thread-safe.
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

    /** The artifact, {@code sha256:} and 64 hexadecimal digits; empty if it is not one. */
    Optional<String> artifactDigest();

    /** What each call runs under. */
    SandboxLimits limits();

    /** Where calls run. */
    Location location();

    /** What arguments are checked against; compiled when the version was deployed. */
    CompiledSchema argumentSchema();

    /** What results are checked against; empty if the tool promises nothing. */
    Optional<CompiledSchema> resultSchema();

    /** The heap of this host that a call can come to hold, in bytes; empty if it is not known. */
    OptionalLong reservedBytes();

    /**
     * Runs a call whose arguments match, and waits for the result.
     *
     * @throws ToolException if there is no result
     */
    ToolOutput run(ToolCall call) throws ToolException;
}
