package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.codegen.runtime.Access;
import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.guest.support.CompactAccess;
import org.vexhost.sandbox.guest.support.GuestOps;

/**
 * Determines what kind of work the loops of one method do, with a single pass over its
 * instructions.
 */
final class LoopWork {

    private static final String OPS = Type.getInternalName(GuestOps.class);
    private static final String OPCODES = "com/dylibso/chicory/runtime/OpcodeImpl";

    private static final Set<String> ACCESS =
            Set.of(
                    Type.getInternalName(Access.class),
                    Type.getInternalName(BoundedAccess.class),
                    Type.getInternalName(CompactAccess.class));

    /** The classes whose methods HotSpot inlines, so that calling them does not count as a call. */
    private static final Set<String> INLINED =
            Set.of(
                    OPCODES,
                    "java/lang/Integer",
                    "java/lang/Long",
                    "java/lang/Float",
                    "java/lang/Double",
                    "java/lang/Math");

    private static final List<String> COMPARISONS =
            List.of("_EQZ", "_EQ", "_NE", "_LT", "_GT", "_LE", "_GE");

    private final int fuelSlot;
    private final String refill;

    /**
     * For each instruction, the number of calls before it. The following arrays count other kinds
     * of instructions.
     */
    private final int[] calls;

    private final int[] accesses;
    private final int[] writes;
    private final int[] computations;

    /** The kind of work that a loop does. */
    enum Kind {
        /** The loop makes a call that is not inlined. */
        CALLS,
        /** The loop computes something step by step. */
        COMPUTES,
        /**
         * The loop does nothing, or only adds. A compiler can compute its final state without
         * running it.
         */
        NOTHING
    }

    /**
     * Examines all instructions.
     *
     * @param refill the name of the function that requests fuel, which does not count as a call
     * @param fuelSlot the local variable of the fuel, which does not count as written
     */
    LoopWork(AbstractInsnNode[] code, String refill, int fuelSlot) {
        this.fuelSlot = fuelSlot;
        this.refill = refill;
        calls = new int[code.length + 1];
        accesses = new int[code.length + 1];
        writes = new int[code.length + 1];
        computations = new int[code.length + 1];
        for (int i = 0; i < code.length; i++) {
            calls[i + 1] = calls[i] + (isCall(code[i]) ? 1 : 0);
            accesses[i + 1] = accesses[i] + (isAccess(code[i]) ? 1 : 0);
            writes[i + 1] = writes[i] + (isWrite(code[i]) ? 1 : 0);
            computations[i + 1] = computations[i] + (isComputation(code[i]) ? 1 : 0);
        }
    }

    /** Returns the kind of work of the instructions in a range, which includes both ends. */
    Kind between(int from, int to) {
        if (to < from || any(calls, from, to)) {
            return Kind.CALLS;
        }
        boolean walks = any(accesses, from, to) && any(writes, from, to);
        return walks || any(computations, from, to) ? Kind.COMPUTES : Kind.NOTHING;
    }

    private static boolean any(int[] counts, int from, int to) {
        return counts[to + 1] > counts[from];
    }

    private boolean isCall(AbstractInsnNode at) {
        return at instanceof MethodInsnNode call
                && !call.name.equals(refill)
                && !ACCESS.contains(call.owner)
                && !INLINED.contains(call.owner)
                && !(call.owner.equals(OPS) && call.desc.endsWith("Exception;"));
    }

    private static boolean isAccess(AbstractInsnNode at) {
        return at instanceof MethodInsnNode call && ACCESS.contains(call.owner);
    }

    private boolean isWrite(AbstractInsnNode at) {
        int op = at.getOpcode();
        return (at instanceof IincInsnNode increment && increment.var != fuelSlot)
                || (op >= ISTORE && op <= ASTORE && ((VarInsnNode) at).var != fuelSlot);
    }

    /** Returns whether an instruction does more than add, subtract or compare. */
    private static boolean isComputation(AbstractInsnNode at) {
        if (at instanceof MethodInsnNode call) {
            return call.owner.equals(OPCODES)
                    && COMPARISONS.stream().noneMatch(name -> call.name.contains(name));
        }
        int op = at.getOpcode();
        return switch (op) {
            case IADD, LADD, ISUB, LSUB, INEG, LNEG -> false;
            default -> op >= IADD && op <= LXOR;
        };
    }
}
