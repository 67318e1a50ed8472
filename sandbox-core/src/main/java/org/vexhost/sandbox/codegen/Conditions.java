package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;

/**
 * Writes conditions. A condition is an int on the JVM's stack, or a comparison that is not written
 * yet and whose operands are on the stack.
 */
final class Conditions {

    /** The condition is an int on the stack. */
    static final int NO_COMPARISON = -1;

    private final MethodCode code;
    private int held = -1;

    Conditions(MethodCode code) {
        this.code = code;
    }

    /**
     * A condition that is ready for a jump, with all other operands in local variables.
     *
     * @param holds true to test that the comparison is true; false to test that it is false
     */
    record Condition(MethodCode code, int comparison, boolean holds) {

        /** Writes a jump that is taken if the condition is true, or if it is not. */
        void jump(boolean when, Label to) {
            if (comparison == NO_COMPARISON) {
                code.mv.visitJumpInsn(when == holds ? IFNE : IFEQ, to);
            } else {
                Comparison.jump(code.mv, comparison, when == holds, to);
            }
        }
    }

    /**
     * Returns a condition whose operands are on the JVM's stack. {@link MethodCode} has to record
     * them as popped before this call.
     */
    Condition of(int comparison, boolean holds) {
        return new Condition(code, comparison, holds);
    }

    /**
     * Records the operands of a condition as popped, and moves the operands below them to slots.
     */
    Condition prepare(int comparison, boolean holds) {
        int operands = operands(comparison);
        if (code.onStack() == operands) {
            code.popped(operands);
            return of(comparison, holds);
        }
        if (comparison != NO_COMPARISON) {
            answer(comparison, holds);
        }
        code.mv.visitVarInsn(ILOAD, hold());
        return of(NO_COMPARISON, comparison != NO_COMPARISON || holds);
    }

    /** Writes a comparison as an int, 1 or 0. */
    void answer(int comparison, boolean holds) {
        Comparison.answer(code, comparison);
        code.popped(operands(comparison));
        code.pushed(Types.I32);
        if (!holds) {
            code.push(1);
            code.mv.visitInsn(IXOR);
        }
    }

    /** Returns the number of operands of a condition. */
    static int operands(int comparison) {
        return comparison == NO_COMPARISON ? 1 : Op.takes(comparison).length();
    }

    /**
     * Stores the int on top of the stack in a local variable, spills the other operands, and
     * returns that variable.
     */
    int hold() {
        int local = local();
        code.mv.visitVarInsn(ISTORE, local);
        code.popped(1);
        code.spill();
        return local;
    }

    /** Returns the local variable for ints. */
    int local() {
        if (held < 0) {
            held = code.temporary(Types.I32);
        }
        return held;
    }
}
