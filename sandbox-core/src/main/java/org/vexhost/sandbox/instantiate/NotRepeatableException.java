package org.vexhost.sandbox.instantiate;

import org.vexhost.sandbox.spi.Dependence;

/**
 * During initialisation for a snapshot, a guest asked the host for something that can differ
 * between calls.
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

    /** Returns the name of the host function. */
    public String function() {
        return function;
    }

    /** Returns what its result depends on. */
    public Dependence dependence() {
        return dependence;
    }
}
