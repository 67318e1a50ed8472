package org.vexhost.sandbox.instantiate;

import org.vexhost.sandbox.spi.Dependence;

/**
 * A guest asked the host, while it was initialised for a snapshot, for something that can differ
 * from call to call.
 */
public final class NotRepeatableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String function;
    private final Dependence dependence;

    NotRepeatableException(String function, Dependence dependence) {
        super("host function depends on " + dependence.text(), null, false, false);
        this.function = function;
        this.dependence = dependence;
    }

    /** The name of the host function. */
    public String function() {
        return function;
    }

    /** What its answer depends on. */
    public Dependence dependence() {
        return dependence;
    }
}
