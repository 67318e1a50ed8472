package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.Op;

/**
 * What a call of each function weighs: one unit for each local and operand, and some for the frame.
 * Measured, a unit takes up to 16 bytes of stack in compiled code, and 25 in the interpreter.
 * Functions that call nothing and need little weigh nothing: there is never more than one of them
 * at a time.
 */
public final class CallDepth {

    /** Units for what a frame needs whatever is in it. */
    static final int FRAME = 40;

    /** Units that a function without calls may take uncounted. */
    static final int LEAF = 512;

    /** No call weighs more. */
    private static final int MOST = 1 << 29;

    /** Bytes of an exception without its payload, and of each value in it, at most. */
    private static final int EXCEPTION_BYTES = 96;

    private static final int VALUE_BYTES = 8;

    /** Bytes of stack that a host has for each unit. */
    private static final int UNIT_BYTES = 32;

    private final ModuleLayout layout;
    private final int exception;

    public CallDepth(ModuleLayout layout) {
        this.layout = layout;
        this.exception = exceptionUnits(layout.maxPayload());
    }

    /**
     * Returns the units that a reference to an exception takes. Such references are held by frames
     * alone, so that what frames weigh bounds what exceptions take of the heap.
     *
     * @param values how many values an exception carries, at most
     */
    static int exceptionUnits(int values) {
        return (EXCEPTION_BYTES + VALUE_BYTES * values + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    /** Returns the units that a call of a function takes, or 0 when it is not counted. */
    public int weight(int defined) {
        Body body = layout.body(defined);
        long held = (long) body.exceptions() * exception;
        long own = (long) body.locals() + body.maxOperands() + body.vectorUnits();
        int units = (int) Math.min(MOST, FRAME + own + held);
        return body.calls() || units > LEAF ? units : 0;
    }

    /** Writes the beginning of a function: fewer units are left, and never less than none. */
    void enter(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight).op(Op.I32_SUB);
        out.op(Op.GLOBAL_SET, global).op(Op.GLOBAL_GET, global);
        out.constant(Op.I32_CONST, 0).op(Op.I32_LT_S);
        // A depth that stays negative tells this trap from others.
        out.op(Op.IF).u8(BodyMeter.NO_TYPE).constant(Op.I32_CONST, -1).op(Op.GLOBAL_SET, global);
        out.op(Op.UNREACHABLE).op(Op.END);
    }

    /** Writes the end of a function: what it took is there again. */
    void leave(ByteSink out, int global, int weight) {
        out.op(Op.GLOBAL_GET, global).constant(Op.I32_CONST, weight);
        out.op(Op.I32_ADD).op(Op.GLOBAL_SET, global);
    }
}
