package org.vexhost.api;

import java.util.Optional;

/**
 * A request on its way to a tool, as interceptors see it. Only the host implements this interface.
 *
 * @since 1.0
 */
public interface InterceptedCall {

    /**
     * Returns the name of the tool that the caller requested. There may be no tool with this name.
     */
    String tool();

    /**
     * Returns the call: its id, caller, attributes, deadline and arguments. {@link Json#sizeBytes}
     * is the size of the arguments, and {@link Json#sha256} computes their digest on demand.
     */
    ToolCall call();

    /**
     * Returns the version of the tool that the call runs on. Before a version is chosen, this is
     * the serving version. Empty if no version is serving.
     */
    Optional<String> version();

    /**
     * Returns the digest of the artifact of {@link #version}, {@code sha256:} and 64 hexadecimal
     * digits; empty if there is no artifact.
     */
    Optional<String> artifactDigest();
}
