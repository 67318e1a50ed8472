package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.vexhost.sandbox.binary.Op;

/** Writes conditions: an int, or a comparison that was not written yet. */
final class Conditions {

    /** The condition is an int on the stack. */
    static final int NO_COMPARISON = -1;

    private final MethodCode code;
    private int held = -1;

    Conditions(MethodCode code) {
        this.code = code;
    }

    /**
     * A condition that is ready to jump on, with all other operands in slots.
     *
     * @param holds whether it is true where the comparison is
     */
    record Condition(MethodCode code, int comparison, boolean holds) {

        /** Jumps when the condition is true, or when it is not. */
        void jump(boolean when, Label to) {
            if (comparison == NO_COMPARISON) {
                code.mv.visitJumpInsn(when == holds ? IFNE : IFEQ, to);
            } else {
                Comparison.jump(code.mv, comparison, when == holds, to);
            }
        }
    }

    /** A condition whose operands are on the stack, and were taken off the operands. */
    Condition of(int comparison, boolean holds) {
        return new Condition(code, comparison, holds);
    }

    /** Takes a condition off the operands, and has those below it wait in slots. */
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

    /** Returns how many operands a condition takes. */
    static int operands(int comparison) {
        return comparison == NO_COMPARISON ? 1 : Op.takes(comparison).length();
    }

    /** Stores the int on top of the stack in a local and returns which; the rest is in slots. */
    int hold() {
        int local = local();
        code.mv.visitVarInsn(ISTORE, local);
        code.popped(1);
        code.spill();
        return local;
    }

    /** Returns the local that ints are held in. */
    int local() {
        if (held < 0) {
            held = code.temporary(Types.I32);
        }
        return held;
    }
}
