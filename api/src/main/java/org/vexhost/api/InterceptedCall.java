package org.vexhost.api;

import java.util.Optional;

/**
 * A request on its way to a tool, as interceptors see it. Implemented by the host alone.
 *
 * @since 1.0
 */
public interface InterceptedCall {

    /** The name that was asked for; not always that of a tool. */
    String tool();

    /**
     * The call: its id, caller, attributes and deadline, and the arguments, whose size is {@link
     * Json#sizeBytes} and whose digest {@link Json#sha256} computes when asked.
     */
    ToolCall call();

    /**
     * The version that the call runs on, and before one is chosen the one that serves now; empty if
     * none does.
     */
    Optional<String> version();

    /**
     * The artifact of {@link #version}, {@code sha256:} and 64 hexadecimal digits; empty if there
     * is none.
     */
    Optional<String> artifactDigest();
}
