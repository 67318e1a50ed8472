package org.vexhost.sandbox.codegen;

import java.io.Serial;

/**
 * An exception that a guest throws and catches. The only thing thrown that generated code catches
 * to go on: traps, the end of fuel and of time, and exits are other classes, and pass by.
 */
public final class GuestException extends RuntimeException {

    /** Its internal name. */
    static final String NAME = "org/vexhost/sandbox/codegen/GuestException";

    @Serial private static final long serialVersionUID = 1L;

    /** What exceptions without a payload have. */
    private static final long[] NO_VALUES = {};

    private final int tag;

    /** Each value as the host has it. */
    private final long[] values;

    /**
     * Makes an exception without a stack trace.
     *
     * @param tag the index of its tag
     * @param values its payload, not copied and not to be changed
     */
    public GuestException(int tag, long[] values) {
        super("exception of the guest", null, false, false);
        this.tag = tag;
        this.values = values;
    }

    /** Makes an exception without a payload. */
    public GuestException(int tag) {
        this(tag, NO_VALUES);
    }

    /** Returns the index of its tag. */
    public int tag() {
        return tag;
    }

    /** Returns a value of its payload, as the host has it. */
    public long value(int index) {
        return values[index];
    }
}
