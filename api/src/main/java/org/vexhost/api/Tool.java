package org.vexhost.api;

import java.time.Duration;
import java.util.Set;

/**
 * A function that takes JSON and returns JSON. Follows the trait of the original VEX tool system. A
 * Java class that implements this, registered as an OSGi service, is a tool like any other.
 *
 * <p>Implementations are thread-safe: calls run at the same time.
 *
 * @since 1.0
 */
public interface Tool {

    /** The timeout of a tool that names none: 30 s. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Name, version, description and parameters. Always the same object or an equal one. */
    ToolDefinition definition();

    /** What the tool needs beyond computing; empty by default. */
    default Set<Capability> capabilities() {
        return Set.of();
    }

    /** How long one call may take, from the moment it starts to run; 30 s by default. */
    default Duration timeout() {
        return DEFAULT_TIMEOUT;
    }

    /** Whether a call can succeed now. Cheap, and never blocks. */
    default boolean isAvailable() {
        return true;
    }

    /**
     * Checks arguments beyond what the schema can say. Called after schema validation and before
     * {@link #execute}.
     *
     * @throws ToolException with {@link ErrorReason#REJECTED_BY_TOOL} if they do not fit
     */
    default void validate(ToolCall call) throws ToolException {}

    /**
     * Runs the tool and waits for its result. Ends early, with {@link ErrorReason#CANCELLED}, when
     * the thread is interrupted.
     *
     * @throws ToolException if there is no result
     */
    Json execute(ToolCall call) throws ToolException;
}
