package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Replaces every NaN that an operation returns by the canonical NaN. Loads, stores, {@code neg},
 * {@code abs} and {@code copysign} are defined bit for bit and are not changed.
 */
public final class CanonicalNans {

    private static final int F32_EQ = 0x5B;
    private static final int F64_EQ = 0x61;
    private static final int F32_DEMOTE = 0xB6;
    private static final int F64_PROMOTE = 0xBB;

    private CanonicalNans() {}

    public static boolean needed(int op) {
        return isFloat(op) || isDouble(op);
    }

    private static boolean isFloat(int op) {
        return (op >= Op.F32_CEIL && op <= Op.F32_MAX) || op == F32_DEMOTE;
    }

    private static boolean isDouble(int op) {
        return (op >= Op.F64_CEIL && op <= Op.F64_MAX) || op == F64_PROMOTE;
    }

    /**
     * Writes the code that follows an operation: it leaves a result that is a number unchanged, and
     * replaces any other by the canonical NaN.
     */
    static void write(ByteSink out, Instruction in, Locals locals) {
        if (isFloat(in.op())) {
            int answer = locals.answer(ValueType.F32);
            out.op(Op.LOCAL_TEE, answer).op(Op.F32_CONST).u8(0).u8(0).u8(0xC0).u8(0x7F);
            out.op(Op.LOCAL_GET, answer).op(Op.LOCAL_GET, answer).op(F32_EQ).op(Op.SELECT);
        } else {
            int answer = locals.answer(ValueType.F64);
            out.op(Op.LOCAL_TEE, answer).op(Op.F64_CONST);
            out.u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0xF8).u8(0x7F);
            out.op(Op.LOCAL_GET, answer).op(Op.LOCAL_GET, answer).op(F64_EQ).op(Op.SELECT);
        }
    }
}
