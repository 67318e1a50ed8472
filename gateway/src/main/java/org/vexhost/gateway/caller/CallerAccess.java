package org.vexhost.gateway.caller;

import java.time.Instant;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * An authenticated caller and what it may do, for one request. Thread-safe.
 *
 * <p>It ends when the operator changes or removes the caller, or when its token expires: nothing is
 * allowed any more from then on, and streams that belong to it are closed.
 */
public interface CallerAccess {

    /** Who it is; goes into each {@link org.vexhost.api.ToolCall}. */
    Caller caller();

    /** Whether it may see and call a tool; a tool that it may not looks as if it were not there. */
    boolean maySee(String tool);

    /** Whether it has a role. */
    boolean has(Role role);

    /** Whether it has ended. */
    boolean isEnded();

    /** When its token expires, for those that do. */
    Optional<Instant> expiry();

    /**
     * Calls back once when it ends, at once if it has ended; on any thread, so briefly.
     *
     * @return takes the callback back
     */
    Registration onEnd(Runnable callback);

    /** Of a callback. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
