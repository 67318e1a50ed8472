package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.guest.support.GuestOps;

/**
 * Rewrites the methods with which Chicory performs the indirect calls of one type. All tables
 * belong to the guest itself, so the code that calls functions of other instances is removed. Of
 * the functions that a method can call, only those that can be in a table remain.
 */
final class IndirectCalls {

    private static final String LOOKUP_TYPE =
            "(L" + ClassRewriter.MEMORY + ";IILcom/dylibso/chicory/runtime/Instance;)I";

    private IndirectCalls() {}

    static void rewrite(MethodNode method, BitSet referable) {
        InsnList code = method.instructions;
        int slots = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        int instance = slots - 2;
        int memory = slots - 3;
        int table = slots - 4;
        int element = slots - 5;
        int function = slots;
        JumpInsnNode toOther = null;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = at.getNext()) {
            if (at.getOpcode() == IF_ACMPNE && at instanceof JumpInsnNode jump) {
                toOther = jump;
                break;
            }
        }
        if (toOther == null) {
            return;
        }
        LabelNode other = toOther.label;
        while (code.getFirst() != toOther) {
            code.remove(code.getFirst());
        }
        InsnList lookup = new InsnList();
        lookup.add(new VarInsnNode(ALOAD, memory));
        lookup.add(new VarInsnNode(ILOAD, table));
        lookup.add(new VarInsnNode(ILOAD, element));
        lookup.add(new VarInsnNode(ALOAD, instance));
        lookup.add(
                new MethodInsnNode(
                        INVOKESTATIC,
                        Type.getInternalName(GuestOps.class),
                        "function",
                        LOOKUP_TYPE));
        lookup.add(new VarInsnNode(ISTORE, function));
        code.insertBefore(toOther, lookup);
        code.remove(toOther);
        AbstractInsnNode last = code.getLast();
        while (last != other) {
            code.remove(last);
            last = code.getLast();
        }
        code.remove(other);
        for (AbstractInsnNode at = code.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof LookupSwitchInsnNode choice) {
                keepReferable(choice, referable);
            } else if (at instanceof FrameNode frame) {
                frame.local = locals(frame.local, slots - 1);
            }
        }
        method.maxLocals = function + 1;
    }

    /**
     * Returns the local variables for a stack map frame. Of the variables that Chicory's code at
     * the start defines, only the function's index remains.
     */
    private static List<Object> locals(List<Object> before, int parameterSlots) {
        List<Object> locals = new ArrayList<>();
        int used = 0;
        for (int i = 0; used < parameterSlots; i++) {
            Object local = before.get(i);
            locals.add(local);
            used += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
        }
        locals.add(Opcodes.TOP);
        locals.add(Opcodes.INTEGER);
        return locals;
    }

    private static void keepReferable(LookupSwitchInsnNode choice, BitSet referable) {
        List<Integer> keys = choice.keys;
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (!referable.get(keys.get(i))) {
                keys.remove(i);
                choice.labels.remove(i);
            }
        }
    }
}
