package org.vexhost.api;

import java.time.Duration;
import java.util.Set;

/**
 * A tool: a function that takes JSON and returns JSON. The interface follows the trait of the
 * original VEX tool system. If a Java class implements this interface and is registered as an OSGi
 * service, it is a tool like any other.
 *
 * <p>Implementations must be thread-safe, since calls run concurrently.
 *
 * @since 1.0
 */
public interface Tool {

    /** The default timeout: 30 s. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Returns the name, version, description and parameters. Every call of this method returns the
     * same object or an equal one.
     */
    ToolDefinition definition();

    /** Returns the capabilities that the tool needs beyond computing; empty by default. */
    default Set<Capability> capabilities() {
        return Set.of();
    }

    /**
     * Returns the maximum duration of one call, measured from the moment it starts to run; 30 s by
     * default.
     */
    default Duration timeout() {
        return DEFAULT_TIMEOUT;
    }

    /** Returns whether a call can succeed now. Must be cheap and never block. */
    default boolean isAvailable() {
        return true;
    }

    /**
     * Checks requirements on the arguments that the schema cannot express. Called after schema
     * validation and before {@link #execute}.
     *
     * @throws ToolException with {@link ErrorReason#REJECTED_BY_TOOL} if the arguments are rejected
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
