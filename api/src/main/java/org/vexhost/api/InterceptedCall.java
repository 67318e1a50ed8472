package org.vexhost.api;

import java.util.Optional;

/**
 * A request on its way to a tool, as interceptors see it. Implemented by the host alone.
 *
 * @since 1.0
 */
public interface InterceptedCall {

    /** Returns the name that the caller asked for. There may be no tool with that name. */
    String tool();

    /**
     * Returns the call: its id, caller, attributes, deadline and arguments. {@link Json#sizeBytes}
     * is the size of the arguments, and {@link Json#sha256} computes their digest on demand.
     */
    ToolCall call();

    /**
     * Returns the version that the call runs on. Before a version is chosen, this is the serving
     * version; empty if none is serving.
     */
    Optional<String> version();

    /**
     * Returns the digest of the artifact of {@link #version}, {@code sha256:} and 64 hexadecimal
     * digits; empty if there is none.
     */
    Optional<String> artifactDigest();
}
