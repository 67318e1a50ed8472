package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.Op;
import org.vexhost.sandbox.binary.ValueType;

/**
 * Writes the instructions that count. The fuel of a function is in a local of its own while it
 * runs, and in a global around calls and on the way out. Behind that global stands the one through
 * which fuel is asked for, then the call depth; behind the guest's functions stands the one that
 * asks, then, where fuel comes in slices, the one that takes many units at once.
 */
final class FuelCode {

    /** How many globals are added. */
    static final int GLOBALS = 3;

    private final Form form;
    private final int global;
    private final int refill;
    private int local;

    /**
     * Writes for one module.
     *
     * @param form what for
     * @param global index of the first global that is added
     * @param refill index of the first function that is added
     */
    FuelCode(Form form, int global, int refill) {
        this.form = form;
        this.global = global;
        this.refill = refill;
    }

    int depthGlobal() {
        return global + 2;
    }

    /** Returns how many functions are added. */
    int functions() {
        return form.isSliced() ? 2 : 1;
    }

    int type() {
        return form.fuelType();
    }

    /** Begins a function, which costs 1. */
    void enter(ByteSink out, int fuelLocal) {
        local = fuelLocal;
        out.op(Op.GLOBAL_GET, global).constant(form.constant(), 1).op(form.subtract());
        set(out);
        check(out);
    }

    /** Takes some units. */
    void take(ByteSink out, long units) {
        if (form == Form.COMPILED) {
            mark(out, Marks.of(Marks.Kind.TAKE, units));
        } else {
            get(out);
            out.constant(form.constant(), units).op(form.subtract());
            set(out);
        }
    }

    /** Leaves the fuel in the global. */
    void save(ByteSink out) {
        if (form == Form.COMPILED) {
            mark(out, Marks.of(Marks.Kind.SAVE, 0));
        } else {
            get(out);
            out.op(Op.GLOBAL_SET, global);
        }
    }

    /** Finds the fuel in the global. */
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
            // Compiled code leaves its fuel when it traps; what is interpreted cannot.
            save(out);
        }
    }

    /** Asks for more when the fuel is used up. */
    void check(ByteSink out) {
        askWhenUsedUp(out);
        out.op(Op.END);
    }

    /**
     * The same at the beginning of a loop, from where it then begins again: what asks is outside of
     * the loop that is worth compiling well, and the JVM's compiler sees one without calls.
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

    /** Takes units that may be more than a slice, and checks the fuel. */
    void takeMany(ByteSink out, long units) {
        get(out);
        if (form.isSliced()) {
            out.constant(Op.I32_CONST, units << 32 >> 32);
        } else {
            out.constant(Op.I64_CONST, units);
        }
        takeMany(out);
    }

    /** Takes as many units as a local tells, and checks the fuel. */
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

    /** Writes the function that asks for fuel, and leaves none behind when it gets none. */
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

    /** Writes the function that takes many units: more than what is left of a slice, perhaps. */
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
