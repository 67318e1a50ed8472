package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.runtime.Arithmetic;

/**
 * Writes comparisons whose operands are on the JVM's stack. If a jump follows, the jump itself
 * compares, and no result is pushed. So the JVM has a branch profile for each such jump.
 */
final class Comparison {

    private static final int FIRST = 0x45;
    private static final int LAST = 0x66;
    private static final int I32_EQZ = 0x45;
    private static final int I64_EQZ = 0x50;
    private static final int I64_EQ = 0x51;
    private static final int F32_EQ = 0x5B;
    private static final int F64_EQ = 0x61;

    /**
     * The tests of integers in the order of the opcodes: equal, not equal, less and so on. From
     * less on, signed and unsigned tests alternate.
     */
    private static final int[] INTEGERS = {
        IFEQ, IFNE, IFLT, IFLT, IFGT, IFGT, IFLE, IFLE, IFGE, IFGE
    };

    private static final int[] FLOATS = {IFEQ, IFNE, IFLT, IFGT, IFLE, IFGE};

    private static final int FIRST_UNSIGNED = 3;

    /**
     * In older JDKs, C2 can miscompile the exit of a loop whose condition is an unsigned comparison
     * of ints (JDK-8376400). A signed comparison with both sign bits flipped is compiled correctly.
     */
    private static final boolean TURNS_SIGNS = Runtime.version().feature() < 21;

    private Comparison() {}

    /** Returns whether an opcode compares. */
    static boolean is(int op) {
        return op >= FIRST && op <= LAST;
    }

    static boolean isZeroTest(int op) {
        return op == I32_EQZ;
    }

    /**
     * Writes a jump that is taken depending on a comparison.
     *
     * @param op the comparison, whose operands are on the stack
     * @param holds true to jump if the comparison is true; false to jump if it is false
     */
    static void jump(MethodVisitor mv, int op, boolean holds, Label to) {
        int test = test(mv, op);
        int opcode = holds ? test : opposite(test);
        mv.visitJumpInsn(opcode, to);
    }

    /** Writes code that pushes 1 if a comparison holds, and 0 otherwise. */
    static void answer(MethodCode code, int op) {
        code.call(Arithmetic.NAME, "compare" + Integer.toHexString(op), descriptor(op));
    }

    private static String descriptor(int op) {
        if (op == I32_EQZ) {
            return "(I)I";
        } else if (op < I64_EQZ) {
            return "(II)I";
        } else if (op == I64_EQZ) {
            return "(J)I";
        } else if (op < F32_EQ) {
            return "(JJ)I";
        }
        return op < F64_EQ ? "(FF)I" : "(DD)I";
    }

    /**
     * Writes the instructions before the jump, and returns the opcode that jumps if the comparison
     * holds.
     */
    private static int test(MethodVisitor mv, int op) {
        if (op == I32_EQZ) {
            return IFEQ;
        } else if (op < I64_EQZ) {
            return ints(mv, op - I32_EQZ - 1);
        } else if (op == I64_EQZ) {
            mv.visitInsn(LCONST_0);
            mv.visitInsn(LCMP);
            return IFEQ;
        } else if (op < F32_EQ) {
            return longs(mv, op - I64_EQ);
        }
        boolean isFloat = op < F64_EQ;
        int test = FLOATS[op - (isFloat ? F32_EQ : F64_EQ)];
        // A comparison with a NaN must be false, so the JVM instruction is chosen by the direction
        // of the comparison.
        boolean isLess = test == IFLT || test == IFLE;
        mv.visitInsn(isFloat ? (isLess ? FCMPG : FCMPL) : isLess ? DCMPG : DCMPL);
        return test;
    }

    private static boolean isUnsigned(int kind) {
        return kind >= FIRST_UNSIGNED && (kind & 1) == 1;
    }

    private static int ints(MethodVisitor mv, int kind) {
        int test = INTEGERS[kind];
        if (!isUnsigned(kind)) {
            return test + IF_ICMPEQ - IFEQ;
        } else if (!TURNS_SIGNS) {
            mv.visitMethodInsn(
                    INVOKESTATIC, "java/lang/Integer", "compareUnsigned", "(II)I", false);
            return test;
        }
        turn(mv);
        mv.visitInsn(SWAP);
        turn(mv);
        mv.visitInsn(SWAP);
        return test + IF_ICMPEQ - IFEQ;
    }

    private static void turn(MethodVisitor mv) {
        mv.visitLdcInsn(Integer.MIN_VALUE);
        mv.visitInsn(IXOR);
    }

    private static int longs(MethodVisitor mv, int kind) {
        if (isUnsigned(kind)) {
            mv.visitMethodInsn(INVOKESTATIC, Arithmetic.NAME, "compareUnsigned", "(JJ)I", false);
        } else {
            mv.visitInsn(LCMP);
        }
        return INTEGERS[kind];
    }

    private static int opposite(int opcode) {
        // Opcodes of opposite jumps are neighbours; the first of each pair is odd.
        return (opcode + 1 ^ 1) - 1;
    }
}
