package org.vexhost.sandbox.instantiate;

import org.vexhost.sandbox.spi.Dependence;

/**
 * Thrown if a guest calls a host function whose result can differ between calls while the guest is
 * initialised for a snapshot.
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

    /** Returns what the result of the function depends on. */
    public Dependence dependence() {
        return dependence;
    }
}
