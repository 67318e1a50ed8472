package org.vexhost.sandbox.codegen.assembler;

import static org.objectweb.asm.Opcodes.F_NEW;
import static org.objectweb.asm.Opcodes.NOP;

import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the stack map frames of one JVM method: the types of its local variables and of its stack
 * at each target of a jump.
 */
final class StackMaps {

    private final MethodVisitor mv;

    /** The offset of the latest frame, or -1. */
    private int offset = -1;

    private Object[] locals = {};
    private Object[] stack = {};

    StackMaps(MethodVisitor mv) {
        this.mv = mv;
    }

    /** Returns the local variables of the latest frame. */
    Object[] locals() {
        return locals;
    }

    /** Places a label, with a frame unless the latest frame is the same and at the same offset. */
    void place(Label label, Object[] newLocals, Object[] newStack) {
        Label here = new Label();
        mv.visitLabel(here);
        if (here.getOffset() == offset) {
            if (Arrays.equals(newLocals, locals) && Arrays.equals(newStack, stack)) {
                mv.visitLabel(label);
                return;
            }
            // An offset can have only one stack map frame.
            mv.visitInsn(NOP);
        }
        mv.visitLabel(label);
        describe(label, newLocals, newStack);
    }

    /** Writes the frame of a label that was just placed. */
    void describe(Label label, Object[] newLocals, Object[] newStack) {
        mv.visitFrame(F_NEW, newLocals.length, newLocals, newStack.length, newStack);
        offset = label.getOffset();
        locals = newLocals;
        stack = newStack;
    }
}
