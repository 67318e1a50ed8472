package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.guest.support.GuestOps;

/**
 * Adds an exception handler to a function. If the function traps, the handler stores the function's
 * fuel, so that the fuel used until the trap is known.
 */
final class TrapHandler {

    private TrapHandler() {}

    /**
     * Adds the handler to a function that counts fuel.
     *
     * @param parameters the verification types of the parameters
     * @param memorySlot the local variable of the memory object
     */
    static void add(MethodNode method, List<Object> parameters, int memorySlot) {
        InsnList code = method.instructions;
        VarInsnNode fuel = fuel(code);
        if (fuel == null) {
            return;
        }
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        code.insert(fuel, start);
        code.add(end);
        List<Object> locals = new ArrayList<>(parameters);
        for (int slot = size(parameters); slot < fuel.var; slot++) {
            locals.add(Opcodes.TOP);
        }
        locals.add(Opcodes.INTEGER);
        code.add(
                new FrameNode(
                        F_NEW,
                        locals.size(),
                        locals.toArray(),
                        1,
                        new Object[] {"java/lang/Throwable"}));
        code.add(new VarInsnNode(ALOAD, memorySlot));
        code.add(new VarInsnNode(ILOAD, fuel.var));
        code.add(
                new MethodInsnNode(
                        INVOKESTATIC,
                        Type.getInternalName(GuestOps.class),
                        "trapped",
                        "(Ljava/lang/Throwable;L"
                                + ClassRewriter.MEMORY
                                + ";I)Ljava/lang/Throwable;"));
        code.add(new InsnNode(ATHROW));
        method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, end, null));
    }

    /** Returns the instruction that first stores the fuel in a local variable, or null. */
    private static @Nullable VarInsnNode fuel(InsnList code) {
        AbstractInsnNode at = code.getFirst();
        while (at != null
                && !(at instanceof FieldInsnNode field
                        && field.getOpcode() == GETFIELD
                        && field.name.equals("fuel"))) {
            at = at.getNext();
        }
        while (at != null && at.getOpcode() != ISTORE) {
            at = at.getNext();
        }
        return (VarInsnNode) at;
    }

    private static int size(List<Object> locals) {
        int slots = 0;
        for (Object local : locals) {
            slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
        }
        return slots;
    }
}
