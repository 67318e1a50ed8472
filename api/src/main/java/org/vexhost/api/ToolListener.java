package org.vexhost.api;

import java.util.Optional;

/**
 * Is told what becomes of tools. Registered as an OSGi service, it is told of every artifact that
 * there is, and from then on of every change, one after the other, each after calls see it.
 *
 * <p>It is called on a thread of the host's that serves all listeners. One that takes its time is
 * not told of states that were over before it was asked again, and always of the last one.
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
