package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Writes the instructions that count fuel. While a function runs, its fuel is in a local. Around
 * calls, and before the function ends, the fuel is stored in the first of three added globals. The
 * second global is used to request fuel, and the third contains the call depth. The added function
 * that requests fuel follows the guest's functions. In forms with slices, a second added function
 * subtracts many units.
 */
final class FuelCode {

    /** The number of added globals. */
    static final int GLOBALS = 3;

    private final Form form;
    private final int global;
    private final int refill;
    private int local;

    /**
     * Creates a writer for one module.
     *
     * @param form the form of the module
     * @param global index of the first added global
     * @param refill index of the first added function
     */
    FuelCode(Form form, int global, int refill) {
        this.form = form;
        this.global = global;
        this.refill = refill;
    }

    int depthGlobal() {
        return global + 2;
    }

    /** Returns the number of added functions. */
    int functions() {
        return form.isSliced() ? 2 : 1;
    }

    int type() {
        return form.fuelType();
    }

    /** Writes the start of a function, which costs one unit. */
    void enter(ByteSink out, int fuelLocal) {
        local = fuelLocal;
        out.op(Op.GLOBAL_GET, global).constant(form.constant(), 1).op(form.subtract());
        set(out);
        check(out);
    }

    /** Writes code that subtracts units. */
    void take(ByteSink out, long units) {
        if (form == Form.COMPILED) {
            mark(out, Marks.of(Marks.Kind.TAKE, units));
        } else {
            get(out);
            out.constant(form.constant(), units).op(form.subtract());
            set(out);
        }
    }

    /** Writes code that stores the fuel in the global. */
    void save(ByteSink out) {
        if (form == Form.COMPILED) {
            mark(out, Marks.of(Marks.Kind.SAVE, 0));
        } else {
            get(out);
            out.op(Op.GLOBAL_SET, global);
        }
    }

    /** Writes code that loads the fuel from the global. */
    void load(ByteSink out) {
        if (form == Form.COMPILED) {
            mark(out, Marks.of(Marks.Kind.LOAD, 0));
        } else {
            out.op(Op.GLOBAL_GET, global).op(Op.LOCAL_SET, local);
        }
    }

    private static void mark(ByteSink out, long mark) {
        out.constant(Op.I64_CONST, mark).op(Op.DROP);
    }

    private void get(ByteSink out) {
        out.op(Op.LOCAL_GET, local);
    }

    private void set(ByteSink out) {
        out.op(Op.LOCAL_SET, local);
        if (form == Form.INTERPRETED) {
            // Compiled code stores its fuel when it traps; interpreted code cannot.
            save(out);
        }
    }

    /** Writes code that requests more fuel if it is used up. */
    void check(ByteSink out) {
        askWhenUsedUp(out);
        out.op(Op.END);
    }

    /**
     * Writes the same check for the start of a loop. After a request, the code branches back to the
     * start of the loop. The request is thus outside of the loop that runs often, and C2 compiles
     * that loop without calls.
     */
    void checkAgain(ByteSink out) {
        askWhenUsedUp(out);
        out.op(Op.BR, 1).op(Op.END);
    }

    private void askWhenUsedUp(ByteSink out) {
        get(out);
        out.constant(form.constant(), 0).op(form.usedUp()).op(Op.IF).u8(BodyMeter.NO_TYPE);
        get(out);
        out.op(Op.CALL, refill).op(Op.LOCAL_SET, local);
    }

    /**
     * Writes code that subtracts a number of units that may exceed a slice, and checks the fuel.
     */
    void takeMany(ByteSink out, long units) {
        get(out);
        if (form.isSliced()) {
            out.constant(Op.I32_CONST, units << 32 >> 32);
        } else {
            out.constant(Op.I64_CONST, units);
        }
        takeMany(out);
    }

    /** Writes code that subtracts the number of units in a local, and checks the fuel. */
    void takeMany(ByteSink out, int unitsLocal) {
        get(out);
        out.op(Op.LOCAL_GET, unitsLocal);
        if (!form.isSliced()) {
            out.op(Op.I64_EXTEND_I32_U);
        }
        takeMany(out);
    }

    private void takeMany(ByteSink out) {
        if (form.isSliced()) {
            out.op(Op.CALL, refill + 1L);
            set(out);
        } else {
            out.op(Op.I64_SUB);
            set(out);
            check(out);
        }
    }

    /**
     * Writes the function that requests fuel. If it gets none, it stores zero fuel in the global.
     */
    ByteSink refillFunction() {
        ByteSink body = new ByteSink(32).u32(0).op(Op.LOCAL_GET, 0);
        if (form.isSliced()) {
            body.op(Op.I64_EXTEND_I32_S).op(Op.GLOBAL_SET, global + 1L);
            return body.op(Op.GLOBAL_GET, global + 1L).op(Op.I32_WRAP_I64).op(Op.END);
        }
        body.op(Op.GLOBAL_SET, global + 1L).op(Op.GLOBAL_GET, global + 1L).op(Op.LOCAL_TEE, 0);
        body.constant(Op.I64_CONST, 0).op(Op.I64_LE_S).op(Op.IF).u8(BodyMeter.NO_TYPE);
        body.constant(Op.I64_CONST, 0).op(Op.GLOBAL_SET, global).op(Op.UNREACHABLE).op(Op.END);
        return body.op(Op.LOCAL_GET, 0).op(Op.END);
    }

    /** Writes the function that subtracts a number of units that may exceed the rest of a slice. */
    ByteSink takeManyFunction() {
        ByteSink body = new ByteSink(48).u32(1).u32(1).u8(ValueType.I64.code());
        body.op(Op.LOCAL_GET, 0).op(Op.I64_EXTEND_I32_S);
        body.op(Op.LOCAL_GET, 1).op(Op.I64_EXTEND_I32_U).op(Op.I64_SUB).op(Op.LOCAL_TEE, 2);
        body.constant(Op.I64_CONST, 0).op(Op.I64_LE_S).op(Op.IF).u8(BodyMeter.NO_TYPE);
        body.op(Op.LOCAL_GET, 2).op(Op.GLOBAL_SET, global + 1L);
        body.op(Op.GLOBAL_GET, global + 1L).op(Op.LOCAL_SET, 2).op(Op.END);
        return body.op(Op.LOCAL_GET, 2).op(Op.I32_WRAP_I64).op(Op.END);
    }
}
