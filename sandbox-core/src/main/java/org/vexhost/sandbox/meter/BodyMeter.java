package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Rewrites function bodies so that they count fuel and call depth. While a function runs, its fuel
 * is in a local. The fuel is stored in the global only around calls and before the function ends.
 * The cost of each basic block is added up, and then subtracted where control may branch. At every
 * call, return and check, the total is equal to Wasmtime's. The body is inside an additional block,
 * so that all exits of the function lead to the same place.
 *
 * <p>This class is long because metering is one pass over a body with one running sum.
 */
final class BodyMeter {

    static final int NO_TYPE = 0x40;

    private static final long[] NO_TARGETS = {};

    /**
     * The maximum cost of the code after a call that runs without a fuel check. Without this limit,
     * thousands of nested calls could return one after the other before the next check.
     */
    private static final long LONG_TAIL = 1_000;

    private final ModuleLayout layout;
    private final Meter.Types types;
    private final Form form;
    private final NanBits nans;
    private final FuelCode fuel;
    private final byte[] source;
    private final CallDepth depths;

    private ByteSink out = new ByteSink(0);
    private Locals locals = new Locals(0);
    private long pending;
    private boolean afterCall;
    private long tail;
    private int copied;
    private Constants constants = new Constants(0, 0);

    BodyMeter(ModuleLayout layout, Meter.Types types, Form form, NanBits nans, FuelCode fuel) {
        this.layout = layout;
        this.types = types;
        this.form = form;
        this.nans = nans;
        this.fuel = fuel;
        this.source = layout.bytes();
        this.depths = new CallDepth(layout);
    }

    ByteSink meter(int defined) throws InvalidModuleException {
        Body body = layout.body(defined);
        FuncType type = layout.functionType(layout.importedFunctions() + defined);
        out = new ByteSink((body.to() - body.from()) * 2 + 64);
        locals = new Locals(body.locals());
        pending = 0;
        afterCall = false;
        tail = 0;
        int weight = form.counts() ? depths.weight(defined) : 0;
        if (weight > 0) {
            depths.enter(out, fuel.depthGlobal(), weight);
        }
        if (form.counts()) {
            fuel.enter(out, locals.add(fuel.type()));
        }
        out.op(Op.BLOCK);
        types.writeBlock(out, type.resultCodes());
        instructions(body, type);
        if (form.counts()) {
            fuel.save(out);
        }
        if (weight > 0 && form != Form.COMPILED) {
            depths.leave(out, fuel.depthGlobal(), weight);
        }
        out.op(Op.END);
        return locals.declare(source, body).raw(out);
    }

    private void instructions(Body body, FuncType type) throws InvalidModuleException {
        Instruction in = Instruction.of(source, body.code(), body.to());
        copied = body.code();
        int nesting = 0;
        constants = new Constants(body.locals(), type.paramCount());
        var dead = new DeadCode();
        var params = new BlockParams(layout, types, locals, out);
        while (in.hasNext()) {
            in.next();
            if (dead.skips(in)) {
                copied = in.end();
                continue;
            }
            int op = in.op();
            long[] targets = targets(in);
            repair(in);
            if (!form.counts()) {
                plain(in, nesting, params, targets);
                nesting += nesting(op);
                if (dead.beginsBehind(op)) {
                    copy(in.end());
                }
                continue;
            }
            pending += cost(op);
            if (params.touches(in, targets)) {
                if (op == Op.BLOCK) {
                    copy(in.start());
                } else {
                    flush(in.start());
                }
                copied = params.write(in, targets) ? in.end() : copied;
            }
            params.after(in);
            switch (op) {
                case Op.BLOCK -> nesting++;
                case Op.LOOP -> {
                    nesting++;
                    flush(in.start());
                    copy(in.end());
                    header(in);
                }
                case Op.IF -> {
                    nesting++;
                    flush(in.start());
                }
                case Op.END -> {
                    nesting--;
                    flush(in.start());
                }
                case Op.ELSE, Op.BR, Op.BR_IF -> flush(in.start());
                case Op.BR_TABLE -> {
                    flush(in.start());
                    for (long target : targets) {
                        constants.branch(target);
                    }
                }
                case Op.RETURN -> {
                    flush(in.start());
                    leave(in, nesting);
                }
                case Op.UNREACHABLE -> {
                    flush(in.start());
                    save(in.start());
                }
                case Op.CALL, Op.CALL_INDIRECT -> {
                    flush(in.start());
                    save(in.start());
                    copy(in.end());
                    fuel.load(out);
                    afterCall = true;
                    tail = 0;
                }
                case Op.MEMORY_INIT,
                        Op.MEMORY_COPY,
                        Op.MEMORY_FILL,
                        Op.TABLE_INIT,
                        Op.TABLE_COPY,
                        Op.TABLE_FILL,
                        Op.MEMORY_GROW,
                        Op.TABLE_GROW ->
                        bulk(in, constants.top());
                default -> {}
            }
            constants.after(in);
            if (dead.beginsBehind(op)) {
                copy(in.end());
            }
        }
        copy(body.to());
    }

    private static long[] targets(Instruction in) throws InvalidModuleException {
        if (in.op() != Op.BR_TABLE) {
            return NO_TARGETS;
        }
        long[] targets = new long[(int) in.first() + 1];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = in.target();
        }
        return targets;
    }

    private void plain(Instruction in, int nesting, BlockParams params, long[] targets) {
        if (params.touches(in, targets)) {
            copy(in.start());
            copied = params.write(in, targets) ? in.end() : copied;
        }
        params.after(in);
        if (in.op() == Op.RETURN) {
            leave(in, nesting);
        } else if (TableBounds.needed(in.op())) {
            copy(in.start());
            TableBounds.write(out, in, layout, locals);
        }
    }

    /** Rewrites an instruction that Chicory handles incorrectly. */
    private void repair(Instruction in) {
        switch (Repairs.needed(in, form, nans)) {
            case NONE -> {}
            case AFTER -> {
                copy(in.end());
                Repairs.write(out, in, nans, locals);
            }
            case BEFORE -> {
                copy(in.start());
                Repairs.write(out, in, nans, locals);
            }
            case INSTEAD -> {
                copy(in.start());
                Repairs.write(out, in, nans, locals);
                copied = in.end();
            }
        }
    }

    private static int nesting(int op) {
        return switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF -> 1;
            case Op.END -> -1;
            default -> 0;
        };
    }

    /**
     * Replaces an instruction that leaves the function by a branch out of the block around the
     * body.
     */
    private void leave(Instruction in, int nesting) {
        copy(in.start());
        out.op(Op.BR, nesting);
        copied = in.end();
    }

    private static int cost(int op) {
        return switch (op) {
            case Op.NOP, Op.DROP, Op.BLOCK, Op.LOOP, Op.UNREACHABLE, Op.RETURN, Op.ELSE, Op.END ->
                    0;
            default -> 1;
        };
    }

    /** Copies the instructions that have been read and not copied yet. */
    private void copy(int to) {
        if (to > copied) {
            out.raw(source, copied, to);
            copied = to;
        }
    }

    /** Writes code that subtracts the cost of the basic block up to here. */
    private void flush(int to) {
        copy(to);
        if (pending > 0) {
            tail += pending;
            fuel.take(out, pending);
            pending = 0;
            if (afterCall && tail > LONG_TAIL) {
                check();
            }
        }
    }

    private void save(int to) {
        copy(to);
        fuel.save(out);
    }

    /** Writes the fuel check at the start of a loop. */
    private void header(Instruction loop) {
        if (loop.hasTypeIndex() && layout.type((int) loop.first()).paramCount() > 0) {
            check();
        } else {
            fuel.checkAgain(out);
            checked();
        }
    }

    /** Writes code that requests more fuel if it is used up. */
    private void check() {
        fuel.check(out);
        checked();
    }

    private void checked() {
        afterCall = false;
        tail = 0;
    }

    /**
     * Writes code that charges for a bulk operation after it is done; see {@link GrowthFuel}.
     * Before the operation, its number of units is on top of the stack.
     *
     * @param constant the units if they are known at compile time, or -1
     */
    private void bulk(Instruction in, long constant) {
        boolean table = TableBounds.needed(in.op());
        copy(in.start());
        if (constant < 0 || table) {
            out.op(Op.LOCAL_TEE, locals.units());
        }
        if (table) {
            TableBounds.write(out, in, layout, locals);
        }
        boolean chargesHost = in.op() == Op.MEMORY_GROW && form.isSliced();
        if (chargesHost) {
            flush(in.start());
            save(in.start());
        }
        copy(in.end());
        if (chargesHost) {
            fuel.load(out);
        }
        if (GrowthFuel.mayFail(in.op()) && !GrowthFuel.isUnchecked(constant)) {
            int result = locals.to();
            flush(in.end());
            out.op(Op.LOCAL_TEE, result).op(Op.LOCAL_GET, result);
            out.constant(Op.I32_CONST, -1).op(Op.I32_NE).op(Op.IF).u8(NO_TYPE);
            chargeGrowth(constant);
            flush(in.end());
            out.op(Op.END);
        } else {
            chargeGrowth(constant);
        }
    }

    /** Charges for a bulk operation that is done. */
    private void chargeGrowth(long constant) {
        if (GrowthFuel.isUnchecked(constant)) {
            pending += constant;
            return;
        }
        if (pending > 0) {
            fuel.take(out, pending);
            pending = 0;
        }
        if (constant >= 0) {
            fuel.takeMany(out, constant);
        } else {
            fuel.takeMany(out, locals.units());
        }
        checked();
    }
}
