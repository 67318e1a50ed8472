package org.vexhost.gateway.caller;

import java.time.Instant;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * An authenticated caller and its rights, for one request. Thread-safe.
 *
 * <p>The access ends when the operator changes or removes the caller, or when the caller's token
 * expires. An ended access allows nothing, and the streams that belong to it are closed.
 */
public interface CallerAccess {

    /** The caller; part of each {@link org.vexhost.api.ToolCall}. */
    Caller caller();

    /**
     * Whether the caller may see and call a tool. To the caller, a tool that it may not see does
     * not exist.
     */
    boolean maySee(String tool);

    /** Whether the caller has a role. */
    boolean has(Role role);

    /** Whether this access has ended. */
    boolean isEnded();

    /** When the caller's token expires; empty if it does not expire. */
    Optional<Instant> expiry();

    /**
     * Calls back once when this access ends, or immediately if it has ended. The callback may run
     * on any thread, so it must be short.
     *
     * @return a handle whose {@code close} removes the callback
     */
    Registration onEnd(Runnable callback);

    /** A registered callback; {@link #close} removes it. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
