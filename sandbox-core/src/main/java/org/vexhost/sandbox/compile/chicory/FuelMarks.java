package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.meter.Marks;

/** Replaces the {@link Marks} in a method by the code that they represent. */
final class FuelMarks {

    private final InsnList code;
    private final int memorySlot;
    private final int fuelSlot;

    private FuelMarks(InsnList code, int memorySlot, int fuelSlot) {
        this.code = code;
        this.memorySlot = memorySlot;
        this.fuelSlot = fuelSlot;
    }

    /**
     * Replaces all marks of a method.
     *
     * @param fuelGlobal index of the global for the fuel
     * @param memorySlot the local variable of the memory object
     */
    static void replace(InsnList code, int fuelGlobal, int memorySlot) {
        for (AbstractInsnNode at = code.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof MethodInsnNode call && call.name.equals("readGlobal")) {
                // At its start, a function stores first its depth and then its fuel in local
                // variables.
                Integer global = IntConstants.of(call.getPrevious().getPrevious());
                if (global != null && global == fuelGlobal) {
                    new FuelMarks(code, memorySlot, local(call)).replace();
                    return;
                }
            }
        }
    }

    private void replace() {
        AbstractInsnNode next;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = next) {
            next = at.getNext();
            if (at instanceof LdcInsnNode ldc
                    && ldc.cst instanceof Long mark
                    && Marks.isMark(mark)) {
                AbstractInsnNode pop = at.getNext();
                if (pop.getOpcode() != POP2) {
                    throw new IllegalStateException("mark in the wrong place");
                }
                next = pop.getNext();
                code.insert(pop, what(mark));
                code.remove(at);
                code.remove(pop);
            }
        }
    }

    private static int local(AbstractInsnNode read) {
        AbstractInsnNode at = read;
        while (at.getOpcode() != ISTORE) {
            at = at.getNext();
        }
        return ((VarInsnNode) at).var;
    }

    private InsnList what(long mark) {
        InsnList what = new InsnList();
        switch (Marks.kind(mark)) {
            case TAKE -> take(what, Marks.units(mark));
            case SAVE -> {
                what.add(new VarInsnNode(ALOAD, memorySlot));
                what.add(new VarInsnNode(ILOAD, fuelSlot));
                what.add(new FieldInsnNode(PUTFIELD, ClassRewriter.MEMORY, "fuel", "I"));
            }
            case LOAD -> {
                what.add(new VarInsnNode(ALOAD, memorySlot));
                what.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "fuel", "I"));
                what.add(new VarInsnNode(ISTORE, fuelSlot));
            }
        }
        return what;
    }

    private void take(InsnList what, int units) {
        if (units <= -Short.MIN_VALUE) {
            what.add(new IincInsnNode(fuelSlot, -units));
        } else {
            what.add(new VarInsnNode(ILOAD, fuelSlot));
            what.add(IntConstants.push(units));
            what.add(new InsnNode(ISUB));
            what.add(new VarInsnNode(ISTORE, fuelSlot));
        }
    }
}
