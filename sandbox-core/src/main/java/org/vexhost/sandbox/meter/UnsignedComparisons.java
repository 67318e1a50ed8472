package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Replaces unsigned comparisons by signed ones. In JDK 17, C2 can miscompile {@code
 * Integer.compareUnsigned} (JDK-8376400), which Chicory's interpreter uses.
 */
final class UnsignedComparisons {

    private static final boolean AFFECTED = Runtime.version().feature() < 21;

    private static final int SIGNED_32 = Op.I32_LT_S;
    private static final int SIGNED_64 = Op.I64_LT_S;
    private static final int OPERATORS = 8;

    private UnsignedComparisons() {}

    /** Returns whether an instruction is an unsigned comparison that this JVM may miscompile. */
    static boolean needed(int op, Form form) {
        return AFFECTED
                && form == Form.INTERPRETED
                && (isUnsigned(op, SIGNED_32) || isUnsigned(op, SIGNED_64));
    }

    /**
     * Returns whether a comparison is unsigned. From the first signed comparison on, the opcodes of
     * signed and unsigned comparisons alternate.
     */
    private static boolean isUnsigned(int op, int firstSigned) {
        return op > firstSigned && op < firstSigned + OPERATORS && (op - firstSigned) % 2 == 1;
    }

    /** Writes a comparison of the operands on the stack. */
    static void write(ByteSink out, int op, Locals locals) {
        if (op < SIGNED_64) {
            int second = locals.operand(ValueType.I32);
            out.op(Op.LOCAL_SET, second).op(Op.I64_EXTEND_I32_U);
            out.op(Op.LOCAL_GET, second).op(Op.I64_EXTEND_I32_U);
            out.op(op - 1 - SIGNED_32 + SIGNED_64);
        } else {
            int second = locals.operand(ValueType.I64);
            out.op(Op.LOCAL_SET, second).constant(Op.I64_CONST, Long.MIN_VALUE).op(Op.I64_XOR);
            out.op(Op.LOCAL_GET, second).constant(Op.I64_CONST, Long.MIN_VALUE).op(Op.I64_XOR);
            out.op(op - 1);
        }
    }
}
