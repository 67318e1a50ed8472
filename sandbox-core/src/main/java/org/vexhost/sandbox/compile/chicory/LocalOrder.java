package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gives the most used local variables the lowest numbers after the parameters. An instruction that
 * accesses one of the first four local variables has one byte. For the other variables of the first
 * 256 it has two bytes, and for all others four. Functions with hundreds of locals thus become much
 * shorter.
 */
final class LocalOrder {

    private final MethodNode method;

    /** The new number of each slot. */
    private final int[] target;

    private LocalOrder(MethodNode method) {
        this.method = method;
        this.target = IntStream.range(0, method.maxLocals).toArray();
    }

    /**
     * Reorders the local variables that a method clears at its start, and those that were added at
     * the end.
     *
     * @param start the first instruction of the code that clears local variables
     * @param parameters the number of slots of the parameters
     * @param more the first of the slots that were added at the end; each added variable has one
     *     slot
     */
    static void apply(MethodNode method, AbstractInsnNode start, int parameters, int more) {
        new LocalOrder(method).order(start, parameters, more);
    }

    /** A local variable of one or two slots. */
    private record Local(int slot, int size, int uses) {}

    private void order(AbstractInsnNode start, int parameters, int more) {
        int[] sizes = new int[method.maxLocals];
        int declared = declare(start, parameters, sizes);
        int[] uses = new int[method.maxLocals];
        for (AbstractInsnNode at = method.instructions.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof VarInsnNode local) {
                uses[local.var]++;
            } else if (at instanceof IincInsnNode local) {
                uses[local.var]++;
            }
        }
        List<Local> locals = new ArrayList<>();
        for (int slot = parameters; slot < declared; slot += sizes[slot]) {
            locals.add(new Local(slot, sizes[slot], uses[slot]));
        }
        for (int slot = more; slot < method.maxLocals; slot++) {
            locals.add(new Local(slot, 1, uses[slot]));
        }
        locals.sort(Comparator.comparingInt(Local::uses).reversed());
        int next = parameters;
        for (Local local : locals) {
            for (int i = 0; i < local.size(); i++) {
                target[local.slot() + i] = next++;
            }
        }
        for (int slot = declared; slot < more; slot++) {
            target[slot] = next++;
        }
        rename();
    }

    /**
     * Finds the local variables that are cleared in sequence, and the number of slots of each.
     *
     * @return the slot after the last one
     */
    private static int declare(AbstractInsnNode start, int parameters, int[] sizes) {
        int slot = parameters;
        AbstractInsnNode at = start;
        while (at != null && at.getOpcode() < 0) {
            at = at.getNext();
        }
        while (at != null
                && at.getOpcode() >= ACONST_NULL
                && at.getOpcode() <= DCONST_1
                && at.getNext() instanceof VarInsnNode store
                && store.var == slot
                && store.getOpcode() >= ISTORE
                && store.getOpcode() <= ASTORE) {
            sizes[slot] = store.getOpcode() == LSTORE || store.getOpcode() == DSTORE ? 2 : 1;
            slot += sizes[slot];
            at = store.getNext();
        }
        return slot;
    }

    private void rename() {
        for (AbstractInsnNode at = method.instructions.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof VarInsnNode local) {
                local.var = target[local.var];
            } else if (at instanceof IincInsnNode local) {
                local.var = target[local.var];
            } else if (at instanceof FrameNode frame) {
                frame.local = rename(frame.local);
            }
        }
    }

    private List<Object> rename(List<Object> before) {
        Object[] slots = new Object[target.length];
        int slot = 0;
        for (Object local : before) {
            slots[target[slot]] = local;
            slot += size(local);
        }
        List<Object> after = new ArrayList<>();
        int last = slots.length - 1;
        while (last >= 0 && (slots[last] == null || slots[last] == Opcodes.TOP)) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            Object local = slots[i] == null ? Opcodes.TOP : slots[i];
            after.add(local);
            i += size(local) - 1;
        }
        return after;
    }

    private static int size(Object local) {
        return local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
}
