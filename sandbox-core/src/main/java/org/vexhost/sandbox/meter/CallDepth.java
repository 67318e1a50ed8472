package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Computes how much of the call depth a call of each function takes: one unit for each local and
 * operand, plus a constant for the frame. In measurements, a unit took up to 16 bytes of stack in
 * compiled code, and up to 25 bytes in the interpreter. Functions with a small frame that call no
 * others are not counted, since at most one of them is active at a time.
 */
public final class CallDepth {

    /** The number of units of an empty frame. */
    static final int FRAME = 40;

    /** The largest number of units that a function without calls may take without being counted. */
    static final int LEAF = 512;

    /** The maximum number of units of a call. */
    private static final int MOST = 1 << 29;

    /** The maximum size of an exception without its payload, in bytes. */
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
     * Returns the units for an exception reference. Only frames contain such references, so the
     * units of frames also bound the heap for exceptions.
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
     * Writes code for the start of a function: it subtracts the function's units and traps if the
     * result is negative.
     */
    void enter(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight).op(Op.I32_SUB);
        out.op(Op.GLOBAL_SET, global).op(Op.GLOBAL_GET, global);
        out.constant(Op.I32_CONST, 0).op(Op.I32_LT_S);
        // The negative depth distinguishes this trap from others.
        out.op(Op.IF).u8(BodyMeter.NO_TYPE).constant(Op.I32_CONST, -1).op(Op.GLOBAL_SET, global);
        out.op(Op.UNREACHABLE).op(Op.END);
    }

    /** Writes code for the end of a function: it adds the function's units again. */
    void leave(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight);
        out.op(Op.I32_ADD).op(Op.GLOBAL_SET, global);
    }
}
