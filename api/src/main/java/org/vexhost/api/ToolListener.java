package org.vexhost.api;

import java.util.Optional;

/**
 * Receives changes of tools. A listener is an OSGi service. The host notifies it of every existing
 * artifact, and then of every change in order. Calls see a change before the listener does.
 *
 * <p>One host thread serves all listeners. A slow listener may miss intermediate states, but always
 * gets the latest one.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface ToolListener {

    /**
     * Called when an artifact appeared, changed or disappeared. Exceptions from this method are
     * logged.
     *
     * @param before the status of which this listener was last notified; empty if there was none
     * @param after the current status; empty if the artifact is gone
     */
    void changed(Optional<ToolStatus> before, Optional<ToolStatus> after);
}
