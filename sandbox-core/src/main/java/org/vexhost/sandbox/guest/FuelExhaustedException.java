package org.vexhost.sandbox.guest;

import java.io.Serial;

/** Thrown if a guest has used up its fuel. The instance cannot be used afterwards. */
public final class FuelExhaustedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** The budget, in units of fuel. */
    private final long maxFuel;

    /**
     * Creates an exception without a stack trace.
     *
     * @param maxFuel the exhausted budget, in units of fuel
     */
    public FuelExhaustedException(long maxFuel) {
        super("guest exceeded maxFuel of " + maxFuel, null, false, false);
        this.maxFuel = maxFuel;
    }

    /** Returns the exhausted budget, in units of fuel. */
    public long maxFuel() {
        return maxFuel;
    }
}
