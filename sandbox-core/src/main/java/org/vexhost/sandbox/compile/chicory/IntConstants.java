package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;

/** Creates and reads instructions that push a constant int. */
final class IntConstants {

    private IntConstants() {}

    /** Returns the shortest instruction that pushes a value. */
    static AbstractInsnNode push(int value) {
        if (value >= -1 && value <= 5) {
            return new InsnNode(ICONST_0 + value);
        }
        if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            return new IntInsnNode(value == (byte) value ? BIPUSH : SIPUSH, value);
        }
        return new LdcInsnNode(value);
    }

    /**
     * Returns the constant that an instruction pushes, or null if the instruction does not push a
     * constant.
     */
    static @Nullable Integer of(@Nullable AbstractInsnNode node) {
        if (node == null) {
            return null;
        }
        int op = node.getOpcode();
        if (op >= ICONST_M1 && op <= ICONST_5) {
            return op - ICONST_0;
        }
        if (node instanceof IntInsnNode small && op != NEWARRAY) {
            return small.operand;
        }
        return node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer value ? value : null;
    }

    /** Returns the constant that an instruction pushes. The instruction must push a constant. */
    static int required(AbstractInsnNode node) {
        Integer value = of(node);
        if (value == null) {
            throw new IllegalStateException("constant index expected");
        }
        return value;
    }
}
