package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.support.GuestOps;

/**
 * Inlines the code that takes the next slice of fuel into loops that make no other call. If a loop
 * contains a call, C2 keeps every value that lives across the call in memory for the whole loop,
 * even if the call is rare. Without the call, tight loops take two thirds of the time. The inlined
 * code still calls the method that ends the guest. That method throws an exception, and never
 * returns to the loop. A loop that only counts retains its call. Otherwise, C2 would compute the
 * final state of the loop directly, and use up fuel for hours in a moment.
 */
final class LoopRefills {

    private static final String OPS = Type.getInternalName(GuestOps.class);

    private final InsnList code;
    private final String refill;
    private final int memorySlot;

    private LoopRefills(MethodNode method, String refill, int memorySlot) {
        this.code = method.instructions;
        this.refill = refill;
        this.memorySlot = memorySlot;
    }

    /**
     * Rewrites a method.
     *
     * @param refill the name of the function that requests fuel
     * @param memorySlot the local variable of the memory object
     */
    static void rewrite(MethodNode method, String refill, int memorySlot) {
        new LoopRefills(method, refill, memorySlot).rewrite();
    }

    /** A place at the start of a loop at which fuel is requested. */
    private record Site(MethodInsnNode call, VarInsnNode store, JumpInsnNode again) {}

    private void rewrite() {
        List<Site> sites = new ArrayList<>();
        for (AbstractInsnNode at = code.getFirst(); at != null; at = at.getNext()) {
            if (isRefill(at)
                    && at.getNext() instanceof VarInsnNode store
                    && store.getNext() instanceof JumpInsnNode again
                    && again.getOpcode() == GOTO) {
                sites.add(new Site((MethodInsnNode) at, store, again));
            }
        }
        if (sites.isEmpty()) {
            return;
        }
        Map<LabelNode, Integer> lastJumps = new HashMap<>();
        AbstractInsnNode[] all = code.toArray();
        for (int i = 0; i < all.length; i++) {
            for (LabelNode target : targets(all[i])) {
                lastJumps.put(target, i);
            }
        }
        var work = new LoopWork(all, refill, sites.get(0).store().var);
        Map<Site, LoopWork.Kind> kinds = new LinkedHashMap<>();
        for (Site site : sites) {
            LabelNode start = site.again().label;
            int last = lastJumps.getOrDefault(start, -1);
            kinds.put(site, work.between(code.indexOf(start), last));
        }
        kinds.forEach(this::apply);
    }

    private void apply(Site site, LoopWork.Kind kind) {
        switch (kind) {
            case CALLS -> {}
            case COMPUTES -> replace(site);
            // The call stays inside the loop, so that C2 cannot replace the loop by its final
            // state.
            case NOTHING -> code.remove(site.again());
        }
    }

    private boolean isRefill(AbstractInsnNode at) {
        return at instanceof MethodInsnNode call && call.name.equals(refill);
    }

    private static List<LabelNode> targets(AbstractInsnNode at) {
        if (at instanceof JumpInsnNode jump) {
            return List.of(jump.label);
        }
        List<LabelNode> targets = new ArrayList<>();
        if (at instanceof TableSwitchInsnNode choice) {
            targets.addAll(choice.labels);
            targets.add(choice.dflt);
        } else if (at instanceof LookupSwitchInsnNode choice) {
            targets.addAll(choice.labels);
            targets.add(choice.dflt);
        }
        return targets;
    }

    private void replace(Site site) {
        int fuel = site.store().var;
        FrameNode frame = frameBehind(site.again());
        if (frame == null) {
            return;
        }
        // The arguments of the call: fuel, memory, instance, and possibly call depth.
        AbstractInsnNode argument = site.call().getPrevious();
        while (argument instanceof VarInsnNode load && load.var != fuel) {
            argument = argument.getPrevious();
            code.remove(load);
        }
        code.remove(argument);
        code.remove(site.call());
        LabelNode end = new LabelNode();
        code.insertBefore(site.store(), slice(fuel, end));
        code.remove(site.store());
        code.insert(site.again(), end(fuel, end, frame));
    }

    /** Returns code that takes a slice if there is one and the guest may continue. */
    private InsnList slice(int fuel, LabelNode end) {
        InsnList slice = new InsnList();
        slice.add(new VarInsnNode(ALOAD, memorySlot));
        slice.add(field(GETFIELD, "stopped", "Z"));
        slice.add(new JumpInsnNode(IFNE, end));
        slice.add(new VarInsnNode(ALOAD, memorySlot));
        slice.add(new InsnNode(DUP));
        slice.add(field(GETFIELD, "slices", "J"));
        slice.add(new InsnNode(LCONST_1));
        slice.add(new InsnNode(LSUB));
        slice.add(new InsnNode(DUP2_X1));
        slice.add(field(PUTFIELD, "slices", "J"));
        slice.add(new InsnNode(LCONST_0));
        slice.add(new InsnNode(LCMP));
        slice.add(new JumpInsnNode(IFLT, end));
        slice.add(new VarInsnNode(ALOAD, memorySlot));
        slice.add(new VarInsnNode(ILOAD, fuel));
        slice.add(new LdcInsnNode(FuelGauge.SLICE));
        slice.add(new InsnNode(IADD));
        slice.add(new InsnNode(DUP));
        slice.add(new VarInsnNode(ISTORE, fuel));
        slice.add(field(PUTFIELD, "fuel", "I"));
        return slice;
    }

    private InsnList end(int fuel, LabelNode label, FrameNode frame) {
        InsnList end = new InsnList();
        end.add(label);
        end.add(
                new FrameNode(
                        F_NEW,
                        frame.local.size(),
                        frame.local.toArray(),
                        frame.stack.size(),
                        frame.stack.toArray()));
        end.add(new VarInsnNode(ALOAD, memorySlot));
        end.add(new VarInsnNode(ILOAD, fuel));
        end.add(
                new MethodInsnNode(
                        INVOKESTATIC,
                        OPS,
                        "end",
                        "(L" + ClassRewriter.MEMORY + ";I)Ljava/lang/RuntimeException;"));
        end.add(new InsnNode(ATHROW));
        return end;
    }

    private static FieldInsnNode field(int op, String name, String type) {
        return new FieldInsnNode(op, ClassRewriter.MEMORY, name, type);
    }

    /** Returns the stack map frame after a jump. */
    private static @Nullable FrameNode frameBehind(AbstractInsnNode jump) {
        AbstractInsnNode at = jump.getNext();
        while (at != null && !(at instanceof FrameNode) && at.getOpcode() < 0) {
            at = at.getNext();
        }
        return at instanceof FrameNode frame ? frame : null;
    }
}
