package org.vexhost.api;

import java.util.Optional;

/**
 * A listener for changes of tools. It is an OSGi service. The host first notifies it of every
 * existing artifact, and then of every change, in order. A change affects calls before the listener
 * is notified of it.
 *
 * <p>One thread of the host serves all listeners. A slow listener may miss intermediate states, but
 * always gets the latest state.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface ToolListener {

    /**
     * Called when an artifact has appeared, changed or disappeared. Exceptions from this method are
     * logged.
     *
     * @param before the status of which this listener was last notified; empty if there was no such
     *     notification
     * @param after the current status; empty if the artifact is gone
     */
    void changed(Optional<ToolStatus> before, Optional<ToolStatus> after);
}
