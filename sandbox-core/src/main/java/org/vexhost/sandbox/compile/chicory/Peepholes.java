package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Shortens common instruction sequences, most of which count fuel. The JVM considers the length of
 * a method when it decides what to compile and what to inline, and limits it to 64 KiB.
 */
final class Peepholes {

    private Peepholes() {}

    static void shorten(InsnList code) {
        AbstractInsnNode next;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = next) {
            next = at.getNext();
            if (at instanceof FrameNode frame && isDead(frame)) {
                next = removeDead(code, frame);
            } else if (at.getOpcode() == ISTORE) {
                increment(code, (VarInsnNode) at);
            } else if (at instanceof JumpInsnNode jump) {
                compareWithZero(code, jump);
            }
        }
    }

    /**
     * Returns whether a frame is at the start of unreachable code. Such code was overwritten when
     * stack map frames were computed. It consists of no-ops, followed by an instruction that throws
     * an exception. The frame declares this exception to be on the stack.
     */
    private static boolean isDead(FrameNode frame) {
        return frame.stack.equals(List.of("java/lang/Throwable"));
    }

    private static @Nullable AbstractInsnNode removeDead(InsnList code, FrameNode frame) {
        AbstractInsnNode at = frame.getNext();
        code.remove(frame);
        while (at != null && (at.getOpcode() < 0 || at.getOpcode() == NOP)) {
            AbstractInsnNode next = at.getNext();
            if (at.getOpcode() == NOP) {
                code.remove(at);
            }
            at = next;
        }
        AbstractInsnNode after = at == null ? null : at.getNext();
        if (at != null && at.getOpcode() == ATHROW) {
            code.remove(at);
        }
        return after;
    }

    /** Shortens {@code local = local + constant}. */
    private static void increment(InsnList code, VarInsnNode store) {
        AbstractInsnNode operation = store.getPrevious();
        if (operation == null || (operation.getOpcode() != IADD && operation.getOpcode() != ISUB)) {
            return;
        }
        AbstractInsnNode operand = operation.getPrevious();
        Integer value = IntConstants.of(operand);
        if (value == null
                || !(operand.getPrevious() instanceof VarInsnNode load)
                || load.getOpcode() != ILOAD
                || load.var != store.var) {
            return;
        }
        long by = operation.getOpcode() == IADD ? value : -(long) value;
        if (by < Short.MIN_VALUE || by > Short.MAX_VALUE) {
            return;
        }
        code.remove(load);
        code.remove(operand);
        code.remove(operation);
        code.set(store, new IincInsnNode(store.var, (int) by));
    }

    private static void compareWithZero(InsnList code, JumpInsnNode jump) {
        int op = jump.getOpcode();
        AbstractInsnNode operand = jump.getPrevious();
        if (op >= IF_ICMPEQ
                && op <= IF_ICMPLE
                && operand != null
                && operand.getOpcode() == ICONST_0) {
            code.remove(operand);
            jump.setOpcode(op - IF_ICMPEQ + IFEQ);
        }
    }
}
