package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.compile.chicory.ClassRewriter.HiddenGlobals;
import org.vexhost.sandbox.guest.support.GuestOps;

/**
 * Replaces the globals in one method, both the guest's and the counters, by fields and local
 * variables.
 */
final class GlobalAccess {

    private static final String OPS = Type.getInternalName(GuestOps.class);

    private final InsnList code;
    private final HiddenGlobals hidden;
    private final int memorySlot;
    private final int depthSlot;

    GlobalAccess(InsnList code, HiddenGlobals hidden, int memorySlot, int depthSlot) {
        this.code = code;
        this.hidden = hidden;
        this.memorySlot = memorySlot;
        this.depthSlot = depthSlot;
    }

    /** Rewrites a read, and returns the instruction at which to continue. */
    @Nullable AbstractInsnNode read(MethodInsnNode call, boolean reference) {
        AbstractInsnNode after = call.getNext();
        AbstractInsnNode instance = call.getPrevious();
        AbstractInsnNode indexNode = instance.getPrevious();
        int index = IntConstants.required(indexNode);
        code.remove(indexNode);
        code.remove(instance);
        InsnList read = new InsnList();
        if (index != hidden.depth()) {
            read.add(new VarInsnNode(ALOAD, memorySlot));
        }
        if (index == hidden.fuel() || index == hidden.depth()) {
            read.add(
                    index == hidden.fuel()
                            ? new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "fuel", "I")
                            : new VarInsnNode(ILOAD, depthSlot));
            // The instruction after the call narrows a long to an int.
            AbstractInsnNode narrowing = after;
            after = narrowing.getNext();
            code.remove(narrowing);
        } else if (index == hidden.ask()) {
            read.add(new MethodInsnNode(INVOKEVIRTUAL, ClassRewriter.MEMORY, "refill", "()J"));
        } else if (index < 2) {
            read.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "global" + index, "J"));
        } else {
            read.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "globals", "[J"));
            read.add(IntConstants.push(index));
            read.add(new InsnNode(LALOAD));
        }
        if (reference) {
            read.add(new InsnNode(L2I));
        }
        code.insert(call, read);
        code.remove(call);
        return after;
    }

    /** Rewrites a write. */
    void write(MethodInsnNode call) {
        AbstractInsnNode instance = call.getPrevious();
        AbstractInsnNode indexNode = instance.getPrevious();
        int index = IntConstants.required(indexNode);
        AbstractInsnNode value = indexNode.getPrevious();
        code.remove(indexNode);
        code.remove(instance);
        if (index == hidden.depth()) {
            writeDepth(call, value);
        } else if (index == hidden.fuel()) {
            writeFuel(call, value);
        } else if (index == hidden.ask() || index < 2) {
            String field = index == hidden.ask() ? "ask" : "global" + index;
            code.insertBefore(call, new VarInsnNode(ALOAD, memorySlot));
            code.insertBefore(call, new InsnNode(DUP_X2));
            code.insertBefore(call, new InsnNode(POP));
            code.insertBefore(call, new FieldInsnNode(PUTFIELD, ClassRewriter.MEMORY, field, "J"));
        } else {
            code.insertBefore(call, IntConstants.push(index));
            code.insertBefore(call, new VarInsnNode(ALOAD, memorySlot));
            code.insertBefore(
                    call,
                    new MethodInsnNode(
                            INVOKESTATIC,
                            OPS,
                            "writeGlobal",
                            "(JIL" + ClassRewriter.MEMORY + ";)V"));
        }
        code.remove(call);
    }

    private void writeDepth(MethodInsnNode call, AbstractInsnNode widening) {
        AbstractInsnNode value = widening.getPrevious();
        code.remove(widening);
        if (value.getOpcode() == ICONST_M1) {
            // The generated code sets the depth to -1 if the call depth is exceeded. The code after
            // it ends the guest.
            code.remove(value);
            code.insertBefore(call, new VarInsnNode(ALOAD, memorySlot));
            code.insertBefore(
                    call,
                    new MethodInsnNode(
                            INVOKESTATIC, OPS, "tooDeep", "(L" + ClassRewriter.MEMORY + ";)V"));
        } else {
            code.insertBefore(call, new VarInsnNode(ISTORE, depthSlot));
        }
    }

    private void writeFuel(MethodInsnNode call, AbstractInsnNode widening) {
        AbstractInsnNode value = widening.getPrevious();
        code.remove(widening);
        if (value.getOpcode() == ILOAD) {
            code.insertBefore(value, new VarInsnNode(ALOAD, memorySlot));
        } else {
            code.insertBefore(call, new VarInsnNode(ALOAD, memorySlot));
            code.insertBefore(call, new InsnNode(SWAP));
        }
        code.insertBefore(call, new FieldInsnNode(PUTFIELD, ClassRewriter.MEMORY, "fuel", "I"));
    }
}
