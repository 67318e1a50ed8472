package org.vexhost.api;

import java.util.Optional;

/**
 * Is notified of changes of tools. Registered as an OSGi service, it is notified of every existing
 * artifact, and from then on of every change, in order, each after calls see the change.
 *
 * <p>It is called on a thread of the host's that serves all listeners. A slow listener misses
 * states that were over before its next turn, but always gets the last one.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface ToolListener {

    /**
     * An artifact came, changed, or went. What this throws is logged.
     *
     * @param before how it was when this listener was last told; empty if it was not
     * @param after how it is; empty if it is gone
     */
    void changed(Optional<ToolStatus> before, Optional<ToolStatus> after);
}
