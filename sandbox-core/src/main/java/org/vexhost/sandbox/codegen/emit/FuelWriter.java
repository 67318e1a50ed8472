package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.meter.GrowthFuel;

/**
 * Writes the code that counts fuel, at exactly the same places as the meter. The costs of the
 * instructions of a basic block are summed, and subtracted where control may branch. While a method
 * runs, the fuel is in a local variable. During calls it is in the guest's memory object, and
 * methods that only call regions leave it there.
 */
public final class FuelWriter {

    /** The units of fuel that a guest gets at a time. */
    private static final int SLICE = 10_000;

    /**
     * If the code after a call costs more than this, fuel is checked again there, since thousands
     * of nested calls may return in a row.
     */
    private static final long LONG_TAIL = 1_000;

    private final MethodCode code;
    private final int memory;

    /** The local variable that holds the fuel, or -1 if it stays in the guest's memory object. */
    private int local = -1;

    private final State state;
    private final List<Later> later = new ArrayList<>();

    /** Rarely executed code that is placed after all other code. */
    @SuppressWarnings("ArrayRecordComponent") // Created once and never compared.
    private record Later(Label label, Object[] locals, Label back, boolean calls) {}

    /**
     * The cost that was summed up to the current place in the code of a function, across all of its
     * methods.
     */
    static final class State {

        /** The cost of the basic block that is not subtracted yet. */
        private long pending;

        private boolean afterCall;
        private long tail;
    }

    public FuelWriter(MethodCode code, State state, int memory) {
        this.code = code;
        this.state = state;
        this.memory = memory;
    }

    /** Sets the local variable that holds the fuel. */
    public void keepIn(int fuelLocal) {
        local = fuelLocal;
    }

    /** Loads the fuel into its local variable. */
    public void load() {
        if (local >= 0) {
            code.mv.visitVarInsn(ALOAD, memory);
            field(GETFIELD, "fuel", "I");
            code.mv.visitVarInsn(ISTORE, local);
        }
    }

    /** Stores the fuel in the guest's memory object, where other methods read it. */
    public void save() {
        if (local >= 0) {
            code.mv.visitVarInsn(ALOAD, memory);
            code.mv.visitVarInsn(ILOAD, local);
            field(PUTFIELD, "fuel", "I");
        }
    }

    /** Pushes the fuel as an int. */
    public void pushFuel() {
        if (local >= 0) {
            code.mv.visitVarInsn(ILOAD, local);
        } else {
            code.mv.visitVarInsn(ALOAD, memory);
            field(GETFIELD, "fuel", "I");
        }
    }

    /** Records the cost of the next instruction. */
    public void cost(long units) {
        state.pending += units;
    }

    /** Subtracts the cost of the basic block so far. */
    public void flush() {
        if (state.pending > 0) {
            state.tail += state.pending;
            take(state.pending);
            state.pending = 0;
            if (state.afterCall && state.tail > LONG_TAIL) {
                check();
            }
        }
    }

    /** Records that a call returned. */
    public void called() {
        state.afterCall = true;
        state.tail = 0;
    }

    private void checked() {
        state.afterCall = false;
        state.tail = 0;
    }

    private void take(long units) {
        if (local >= 0) {
            code.increment(local, -units);
        } else {
            code.mv.visitVarInsn(ALOAD, memory);
            code.mv.visitInsn(DUP);
            field(GETFIELD, "fuel", "I");
            code.push((int) units);
            code.mv.visitInsn(ISUB);
            field(PUTFIELD, "fuel", "I");
        }
    }

    /** Begins a function: entering it costs 1. */
    public void enter() {
        take(1);
        check();
        checked();
    }

    /** Requests more fuel if it is used up. */
    void check() {
        Label enough = new Label();
        pushFuel();
        code.mv.visitJumpInsn(IFGT, enough);
        refill();
        code.place(enough);
        checked();
    }

    private void refill() {
        code.mv.visitVarInsn(ALOAD, memory);
        pushFuel();
        help("refill", "(" + code.names.memoryType() + "I)I");
        store();
    }

    /** Stores the int on top of the stack as the fuel. */
    private void store() {
        if (local >= 0) {
            code.mv.visitVarInsn(ISTORE, local);
        } else {
            code.mv.visitVarInsn(ALOAD, memory);
            code.mv.visitInsn(SWAP);
            field(PUTFIELD, "fuel", "I");
        }
    }

    /**
     * Checks the fuel at the beginning of a loop. The code that requests more is placed outside of
     * the loop, so that C2 compiles the loop without it. In a loop that only counts, that code
     * stays inside. Otherwise C2 would compute the loop's final state, and a moment would use up
     * the fuel of hours.
     *
     * @param header the label of the loop, which was just placed
     */
    public void header(Node loop, Label header) {
        if (loop.work == Node.Work.NOTHING || loop.params.length > 0) {
            check();
            return;
        }
        Label more = new Label();
        pushFuel();
        code.mv.visitJumpInsn(IFLE, more);
        boolean calls = loop.work == Node.Work.CALLS || local < 0;
        later.add(new Later(more, code.described(), header, calls));
        checked();
    }

    /**
     * Does what the beginning of a loop does to the fuel, elsewhere: control that gets to what
     * follows from the code before does not come here.
     *
     * @param node what has the work of the loop
     * @param here the label of this place, which was just placed
     * @param units the cost of the first instructions of the loop
     */
    public void begin(Node node, Label here, int units) {
        boolean afterCall = state.afterCall;
        long tail = state.tail;
        header(node, here);
        take(units);
        state.afterCall = afterCall;
        state.tail = tail;
    }

    /** Writes the code that is placed after all other code. */
    public void finish() {
        for (Later entry : later) {
            code.placeAs(entry.label(), entry.locals());
            if (entry.calls()) {
                refill();
                code.mv.visitJumpInsn(GOTO, entry.back());
            } else {
                slice(entry);
            }
        }
    }

    /**
     * Takes a slice of fuel without a call. If a loop contains a call, C2 keeps every value that
     * lives across the call in memory for the whole loop, even if the call is rare.
     */
    private void slice(Later entry) {
        Label end = new Label();
        code.mv.visitVarInsn(ALOAD, memory);
        field(GETFIELD, "stopped", "Z");
        code.mv.visitJumpInsn(IFNE, end);
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitInsn(DUP);
        field(GETFIELD, "slices", "J");
        code.mv.visitInsn(LCONST_1);
        code.mv.visitInsn(LSUB);
        code.mv.visitInsn(DUP2_X1);
        field(PUTFIELD, "slices", "J");
        code.mv.visitInsn(LCONST_0);
        code.mv.visitInsn(LCMP);
        code.mv.visitJumpInsn(IFLT, end);
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitVarInsn(ILOAD, local);
        code.push(SLICE);
        code.mv.visitInsn(IADD);
        code.mv.visitInsn(DUP);
        code.mv.visitVarInsn(ISTORE, local);
        field(PUTFIELD, "fuel", "I");
        code.mv.visitJumpInsn(GOTO, entry.back());
        code.placeAs(end, entry.locals());
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitVarInsn(ILOAD, local);
        help("end", "(" + code.names.memoryType() + "I)Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
    }

    /**
     * Charges for a completed bulk operation; see {@link GrowthFuel}.
     *
     * @param constant the units if they are known at compile time, or -1
     * @param unitsLocal the local variable that holds the units otherwise
     */
    void charge(long constant, int unitsLocal) {
        if (GrowthFuel.isUnchecked(constant)) {
            state.pending += constant;
            return;
        }
        if (state.pending > 0) {
            take(state.pending);
            state.pending = 0;
        }
        code.mv.visitVarInsn(ALOAD, memory);
        pushFuel();
        if (constant >= 0) {
            code.push((int) constant);
        } else {
            code.mv.visitVarInsn(ILOAD, unitsLocal);
        }
        help("take", "(" + code.names.memoryType() + "II)I");
        store();
        checked();
    }

    private void help(String name, String descriptor) {
        code.call(code.names.ops(), name, descriptor);
    }

    private void field(int op, String name, String type) {
        code.mv.visitFieldInsn(op, code.names.memory(), name, type);
    }
}
