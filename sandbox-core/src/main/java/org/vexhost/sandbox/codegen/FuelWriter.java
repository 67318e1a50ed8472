package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.meter.GrowthFuel;

/**
 * Writes what counts fuel, at the very places where the meter does: what straight code costs is
 * added up and taken off where the way may part. While a method runs, its fuel is in a local, and
 * in the guest's memory around calls; methods that only hand on to others leave it there.
 */
final class FuelWriter {

    /** Units of fuel that a guest gets at once. */
    private static final int SLICE = 10_000;

    /**
     * Straight code behind a call is checked when it costs more: calls may return thousands deep.
     */
    private static final long LONG_TAIL = 1_000;

    private final MethodCode code;
    private final int memory;

    /** The local that holds the fuel, or -1 when it stays in the guest's memory. */
    private int local = -1;

    private final State state;
    private final List<Later> later = new ArrayList<>();

    /** Code that is run seldom and stands behind all other. */
    @SuppressWarnings("ArrayRecordComponent") // Written down once, compared by nobody.
    private record Later(Label label, Object[] locals, Label back, boolean calls) {}

    /** What was added up, over all methods of a function, in the order of its code. */
    static final class State {

        /** What straight code has cost that was not taken off yet. */
        private long pending;

        private boolean afterCall;
        private long tail;
    }

    FuelWriter(MethodCode code, State state, int memory) {
        this.code = code;
        this.state = state;
        this.memory = memory;
    }

    /** Keeps the fuel in a local from here on. */
    void keepIn(int fuelLocal) {
        local = fuelLocal;
    }

    /** Loads the fuel into its local. */
    void load() {
        if (local >= 0) {
            code.mv.visitVarInsn(ALOAD, memory);
            field(GETFIELD, "fuel", "I");
            code.mv.visitVarInsn(ISTORE, local);
        }
    }

    /** Leaves the fuel where others find it. */
    void save() {
        if (local >= 0) {
            code.mv.visitVarInsn(ALOAD, memory);
            code.mv.visitVarInsn(ILOAD, local);
            field(PUTFIELD, "fuel", "I");
        }
    }

    /** Pushes the fuel as an int. */
    void pushFuel() {
        if (local >= 0) {
            code.mv.visitVarInsn(ILOAD, local);
        } else {
            code.mv.visitVarInsn(ALOAD, memory);
            field(GETFIELD, "fuel", "I");
        }
    }

    /** Notes what the next instruction costs. */
    void cost(long units) {
        state.pending += units;
    }

    /** Takes off what straight code up to here has cost. */
    void flush() {
        if (state.pending > 0) {
            state.tail += state.pending;
            take(state.pending);
            state.pending = 0;
            if (state.afterCall && state.tail > LONG_TAIL) {
                check();
            }
        }
    }

    /** Notes that a call returned. */
    void called() {
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

    /** Begins a function, which costs 1. */
    void enter() {
        take(1);
        check();
        checked();
    }

    /** Asks for more when the fuel is used up. */
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
     * Checks the fuel at the beginning of a loop. What asks for more stands outside of the loop, so
     * that the JVM's compiler sees a loop without it. A loop that only counts keeps it inside: the
     * compiler would work out its end, and the fuel of hours would be gone in a moment.
     *
     * @param header the label of the loop, placed right before
     */
    void header(Node loop, Label header) {
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

    /** Writes what stands behind all other code. */
    void finish() {
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
     * Takes a slice without a call: the JVM's compiler keeps whatever lives across a call in
     * memory, for the whole loop, however seldom the call is made.
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
     * Charges a bulk operation that is done; see {@link GrowthFuel}.
     *
     * @param constant the units, when they are known, or -1
     * @param unitsLocal the local that holds them otherwise
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
