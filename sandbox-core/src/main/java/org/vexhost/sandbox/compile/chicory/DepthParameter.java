package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Adds a last parameter to generated methods, which passes the remaining call depth from caller to
 * callee. The depth is then usually in a register, and need not be restored after a call.
 * Interpreted code and the host read the depth from the memory object. So before compiled code
 * calls interpreted code or the host, it stores the depth there.
 */
final class DepthParameter {

    private DepthParameter() {}

    /** Returns whether methods with this name take the parameter. */
    static boolean isTakenBy(String owner, String name) {
        return name.startsWith("func_")
                || name.startsWith("call_indirect_")
                || (name.equals("apply") && owner.contains("Indirect_"));
    }

    /** Returns the number of slots of a static method's parameters. */
    static int slots(String descriptor) {
        return (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - 1;
    }

    static String add(String descriptor) {
        return descriptor.replace(")", "I)");
    }

    /** Adds the parameter to a method, and renumbers its local variables. */
    static void add(MethodNode method) {
        int slot = slots(method.desc);
        method.desc = add(method.desc);
        method.maxLocals++;
        for (AbstractInsnNode at = method.instructions.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof VarInsnNode local && local.var >= slot) {
                local.var++;
            } else if (at instanceof IincInsnNode local && local.var >= slot) {
                local.var++;
            } else if (at instanceof FrameNode frame) {
                frame.local = insert(frame.local, slot);
            }
        }
    }

    private static List<Object> insert(List<Object> before, int slot) {
        List<Object> locals = new ArrayList<>();
        int used = 0;
        int next = 0;
        while (used < slot) {
            Object local = next < before.size() ? before.get(next++) : Opcodes.TOP;
            locals.add(local);
            used += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
        }
        locals.add(Opcodes.INTEGER);
        locals.addAll(before.subList(next, before.size()));
        return locals;
    }

    /** Returns code that stores the depth for interpreted code and the host. */
    static InsnList store(int memorySlot, int depthSlot) {
        InsnList store = new InsnList();
        store.add(new VarInsnNode(ALOAD, memorySlot));
        store.add(new VarInsnNode(ILOAD, depthSlot));
        store.add(new FieldInsnNode(PUTFIELD, ClassRewriter.MEMORY, "depth", "I"));
        return store;
    }

    /** Makes a call pass the caller's depth to the callee. */
    static void pass(InsnList code, MethodInsnNode call, int depthSlot) {
        code.insertBefore(call, new VarInsnNode(ILOAD, depthSlot));
        call.desc = add(call.desc);
    }

    /** Makes an outermost call pass the depth in the memory object to the callee. */
    static void passFirst(InsnList code, MethodInsnNode call, int memorySlot) {
        code.insertBefore(call, new VarInsnNode(ALOAD, memorySlot));
        code.insertBefore(call, new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "depth", "I"));
        call.desc = add(call.desc);
    }
}
