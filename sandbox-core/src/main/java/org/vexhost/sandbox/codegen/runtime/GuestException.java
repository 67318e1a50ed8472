package org.vexhost.sandbox.codegen.runtime;

import java.io.Serial;

/**
 * An exception that a guest can throw and catch. It is the only throwable from which generated code
 * recovers. Traps, fuel exhaustion, timeouts and exits have other classes. Generated code rethrows
 * them whenever it catches one.
 */
public final class GuestException extends RuntimeException {

    /** Its internal name. */
    public static final String NAME = "org/vexhost/sandbox/codegen/runtime/GuestException";

    @Serial private static final long serialVersionUID = 1L;

    /** The values of exceptions without a payload. */
    private static final long[] NO_VALUES = {};

    private final int tag;

    /** The payload, with each value in its host representation. */
    private final long[] values;

    /**
     * Creates an exception without a stack trace.
     *
     * @param tag the index of its tag
     * @param values its payload, which is not copied and must not change
     */
    public GuestException(int tag, long[] values) {
        super("exception of the guest", null, false, false);
        this.tag = tag;
        this.values = values;
    }

    /** Creates an exception without a payload. */
    public GuestException(int tag) {
        this(tag, NO_VALUES);
    }

    /** Returns the index of its tag. */
    public int tag() {
        return tag;
    }

    /** Returns a value of its payload in its host representation. */
    public long value(int index) {
        return values[index];
    }
}
