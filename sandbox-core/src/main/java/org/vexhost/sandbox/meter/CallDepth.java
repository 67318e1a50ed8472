package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.Op;

/**
 * The weight of a call of each function: one unit for each local and operand, plus a constant for
 * the frame. Measured, a unit takes up to 16 bytes of stack in compiled code, and 25 bytes in the
 * interpreter. A function without calls and with a small frame has no weight, since at most one
 * such function is active at a time.
 */
public final class CallDepth {

    /** The units of an empty frame. */
    static final int FRAME = 40;

    /** The largest number of units that a function without calls may take without being counted. */
    static final int LEAF = 512;

    /** The maximum weight of a call. */
    private static final int MOST = 1 << 29;

    /** The maximum size of an exception without its payload, and of each value in it, in bytes. */
    private static final int EXCEPTION_BYTES = 96;

    private static final int VALUE_BYTES = 8;

    /** The bytes of stack that a host provides for each unit. */
    private static final int UNIT_BYTES = 32;

    private final ModuleLayout layout;
    private final int exception;

    public CallDepth(ModuleLayout layout) {
        this.layout = layout;
        this.exception = exceptionUnits(layout.maxPayload());
    }

    /**
     * Returns the units for an exception reference. Only frames hold such references, so the
     * weights of frames bound the heap for exceptions.
     *
     * @param values the maximum number of values in an exception
     */
    static int exceptionUnits(int values) {
        return (EXCEPTION_BYTES + VALUE_BYTES * values + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    /** Returns the units of a call of a function, or 0 if the call is not counted. */
    public int weight(int defined) {
        Body body = layout.body(defined);
        long held = (long) body.exceptions() * exception;
        long own = (long) body.locals() + body.maxOperands() + body.vectorUnits();
        int units = (int) Math.min(MOST, FRAME + own + held);
        return body.calls() || units > LEAF ? units : 0;
    }

    /**
     * Writes the start of a function, which subtracts its units and traps if the result is
     * negative.
     */
    void enter(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight).op(Op.I32_SUB);
        out.op(Op.GLOBAL_SET, global).op(Op.GLOBAL_GET, global);
        out.constant(Op.I32_CONST, 0).op(Op.I32_LT_S);
        // The depth stays negative to distinguish this trap from others.
        out.op(Op.IF).u8(BodyMeter.NO_TYPE).constant(Op.I32_CONST, -1).op(Op.GLOBAL_SET, global);
        out.op(Op.UNREACHABLE).op(Op.END);
    }

    /** Writes the end of a function, which adds its units again. */
    void leave(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight);
        out.op(Op.I32_ADD).op(Op.GLOBAL_SET, global);
    }
}
