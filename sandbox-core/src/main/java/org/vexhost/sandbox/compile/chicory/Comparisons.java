package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Replaces a comparison that returns 0 or 1, and the jump after it, by one jump. The code becomes
 * shorter, and each jump gets its own branch profile. A jump inside a shared comparison method
 * would have a single profile for all callers.
 */
final class Comparisons {

    /**
     * The jumps that can replace a comparison.
     *
     * @param before the opcode that first compares two operands and pushes an int, or -1 if none is
     *     needed
     * @param zero whether to push a zero of type long before that opcode
     * @param holds the jump that is taken if the comparison is true
     * @param fails the jump that is taken if the comparison is false
     */
    private record Jump(int before, boolean zero, int holds, int fails) {}

    private static final Map<String, Jump> JUMPS =
            Map.ofEntries(
                    Map.entry("I32_EQZ", new Jump(-1, false, IFEQ, IFNE)),
                    Map.entry("I32_EQ", new Jump(-1, false, IF_ICMPEQ, IF_ICMPNE)),
                    Map.entry("I32_NE", new Jump(-1, false, IF_ICMPNE, IF_ICMPEQ)),
                    Map.entry("I32_LT_S", new Jump(-1, false, IF_ICMPLT, IF_ICMPGE)),
                    Map.entry("I32_GT_S", new Jump(-1, false, IF_ICMPGT, IF_ICMPLE)),
                    Map.entry("I32_LE_S", new Jump(-1, false, IF_ICMPLE, IF_ICMPGT)),
                    Map.entry("I32_GE_S", new Jump(-1, false, IF_ICMPGE, IF_ICMPLT)),
                    Map.entry("I64_EQZ", new Jump(LCMP, true, IFEQ, IFNE)),
                    Map.entry("I64_EQ", new Jump(LCMP, false, IFEQ, IFNE)),
                    Map.entry("I64_NE", new Jump(LCMP, false, IFNE, IFEQ)),
                    Map.entry("I64_LT_S", new Jump(LCMP, false, IFLT, IFGE)),
                    Map.entry("I64_GT_S", new Jump(LCMP, false, IFGT, IFLE)),
                    Map.entry("I64_LE_S", new Jump(LCMP, false, IFLE, IFGT)),
                    Map.entry("I64_GE_S", new Jump(LCMP, false, IFGE, IFLT)),
                    Map.entry("F32_EQ", new Jump(FCMPL, false, IFEQ, IFNE)),
                    Map.entry("F32_NE", new Jump(FCMPL, false, IFNE, IFEQ)),
                    Map.entry("F32_LT", new Jump(FCMPG, false, IFLT, IFGE)),
                    Map.entry("F32_GT", new Jump(FCMPL, false, IFGT, IFLE)),
                    Map.entry("F32_LE", new Jump(FCMPG, false, IFLE, IFGT)),
                    Map.entry("F32_GE", new Jump(FCMPL, false, IFGE, IFLT)),
                    Map.entry("F64_EQ", new Jump(DCMPL, false, IFEQ, IFNE)),
                    Map.entry("F64_NE", new Jump(DCMPL, false, IFNE, IFEQ)),
                    Map.entry("F64_LT", new Jump(DCMPG, false, IFLT, IFGE)),
                    Map.entry("F64_GT", new Jump(DCMPL, false, IFGT, IFLE)),
                    Map.entry("F64_LE", new Jump(DCMPG, false, IFLE, IFGT)),
                    Map.entry("F64_GE", new Jump(DCMPL, false, IFGE, IFLT)));

    private Comparisons() {}

    /**
     * Rewrites a comparison if a jump follows, and returns the instruction at which to continue.
     */
    static @Nullable AbstractInsnNode rewrite(InsnList code, MethodInsnNode call) {
        AbstractInsnNode next = call.getNext();
        Jump jump = JUMPS.get(call.name);
        if (jump == null) {
            return next;
        }
        while (next instanceof IincInsnNode) {
            // This instruction counts fuel and does not touch the operands.
            code.remove(next);
            code.insertBefore(call, next);
            next = call.getNext();
        }
        if (!(next instanceof JumpInsnNode branch)) {
            return next;
        }
        boolean holds = branch.getOpcode() == IFNE;
        if (!holds && branch.getOpcode() != IFEQ) {
            return next;
        }
        if (jump.zero()) {
            code.insertBefore(call, new InsnNode(LCONST_0));
        }
        if (jump.before() >= 0) {
            code.insertBefore(call, new InsnNode(jump.before()));
        }
        code.remove(call);
        branch.setOpcode(holds ? jump.holds() : jump.fails());
        return branch.getNext();
    }
}
