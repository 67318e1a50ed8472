package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.F64;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.V128;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes one function: statements, which leave the stack as it was, and its results. */
final class RandomBody {

    private static final int EMPTY = 0x40;
    private static final int MAX_DEPTH = 6;
    private static final int HUGE_BYTES = 40_000;
    private static final int[] NONE = {};

    private final RandomModule module;
    private final Random random;
    private final RandomValues values;
    private final RandomBulk bulk;
    private final RandomExceptions exceptions;
    private final RandomDispatch dispatch;
    private final int[] results;
    private final int paramCount;
    private final int[] locals;
    private final Bytes code = new Bytes();
    private final List<int[]> labels = new ArrayList<>();
    private int left;

    RandomBody(RandomModule module, int type) {
        this.module = module;
        this.random = module.random;
        this.values = new RandomValues(this, module);
        this.bulk = new RandomBulk(this, values, module);
        this.exceptions = new RandomExceptions(this, values, module);
        this.results = module.results.get(type);
        int[] params = module.params.get(type);
        int[] own = exceptions.locals(module.list(random.nextInt(5)));
        this.paramCount = params.length;
        // Those for NaNs and for numbers of segments stand behind what the body wants.
        int more = module.hasVectors || module.dispatches ? 3 : 2;
        this.locals = new int[params.length + own.length + more];
        System.arraycopy(params, 0, locals, 0, params.length);
        System.arraycopy(own, 0, locals, params.length, own.length);
        if (module.hasVectors) {
            locals[scratch(V128)] = V128;
        }
        if (module.dispatches) {
            locals[locals.length - 3] = I32;
        }
        this.dispatch = new RandomDispatch(this, values, bulk, random, locals.length - 3);
        locals[locals.length - 2] = F32;
        locals[locals.length - 1] = F64;
    }

    int[] declared() {
        int[] declared = new int[locals.length - paramCount];
        System.arraycopy(locals, paramCount, declared, 0, declared.length);
        return declared;
    }

    Bytes write(int size, int statements, boolean huge) {
        left = size;
        labels.add(results);
        countDown();
        statements(statements, 0);
        while (huge && code.size() < HUGE_BYTES) {
            left = size;
            statements(statements, 0);
        }
        values.values(results, 0);
        return code;
    }

    Bytes code() {
        return code;
    }

    boolean mayGoOn() {
        return left-- > 0;
    }

    /** Returns a local of a type, or -1. */
    int local(int type) {
        int from = random.nextInt(locals.length);
        for (int i = 0; i < locals.length; i++) {
            int local = (from + i) % locals.length;
            if (locals[local] == type) {
                return local;
            }
        }
        return -1;
    }

    int scratch(int type) {
        return locals.length - (type == V128 ? 3 : type == F32 ? 2 : 1);
    }

    void open(int op, int type) {
        code.u8(op, type);
        labels.add(type == EMPTY ? NONE : new int[] {type});
    }

    /** Opens a block whose type is that of a function. */
    void openMany(int op, int[] taken, int[] given) {
        code.u8(op).s64(module.type(taken, given));
        labels.add(given);
    }

    /** Returns how many blocks are open, the function included. */
    int depth() {
        return labels.size();
    }

    /** Takes note of a block without values that was opened. */
    void opened() {
        labels.add(NONE);
    }

    void close() {
        close(0x0B);
    }

    void close(int op) {
        code.u8(op);
        labels.remove(labels.size() - 1);
    }

    /** Traps when all steps are used up. */
    void countDown() {
        int steps = RandomModule.STEPS;
        code.u8(0x23, steps, 0x41, 1, 0x6B, 0x24, steps);
        code.u8(0x23, steps, 0x41, 0, 0x48, 0x04, EMPTY, 0x00, 0x0B);
    }

    void statements(int count, int depth) {
        for (int i = 0; i < count; i++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        if (!mayGoOn() || depth > MAX_DEPTH) {
            return;
        }
        if (module.hasVectors && random.nextInt(12) == 0) {
            values.vectors().operation("", depth);
            return;
        }
        if (exceptions.statement(depth)) {
            return;
        }
        if (module.dispatches && random.nextInt(6) == 0) {
            dispatch.loop(depth);
            return;
        }
        switch (random.nextInt(28)) {
            case 0, 1, 2 -> {
                int local = random.nextInt(locals.length);
                values.value(locals[local], depth + 1);
                code.u8(0x21).u32(local);
            }
            case 3, 4 -> bulk.store(depth);
            case 5 -> {
                int global = module.writable();
                values.value(module.globals.get(global), depth + 1);
                code.u8(0x24).u32(global);
            }
            case 6, 7 -> branches(depth);
            case 8, 9 -> {
                open(0x02, EMPTY);
                statements(1, depth + 1);
                values.value(I32, depth + 1);
                code.u8(0x0D, 0);
                statements(2, depth + 1);
                close();
            }
            case 10, 11, 12 -> loop(depth);
            case 13 -> branchTable(depth);
            case 14 -> {
                int function = random.nextInt(module.functionTypes.size());
                values.call(function, depth);
                drop(module.results.get(module.functionTypes.get(function)).length);
            }
            case 15 -> {
                values.value(module.anyType(), depth + 1);
                drop(1);
            }
            case 16 -> bulk.memory(depth);
            case 17, 18 -> bulk.table(depth);
            case 19 -> code.u8(0x01);
            case 20 -> branchOut(depth);
            case 21 -> bulk.drop();
            case 22, 23 -> blockOfMany(depth);
            case 24 -> nest(depth);
            default -> {
                values.value(I32, depth + 1);
                open(0x04, EMPTY);
                leave(depth);
                if (random.nextBoolean()) {
                    unreachableCode(depth);
                }
                close();
            }
        }
    }

    private void drop(int count) {
        for (int i = count; i > 0; i--) {
            code.u8(0x1A);
        }
    }

    private void branches(int depth) {
        values.value(I32, depth + 1);
        open(0x04, EMPTY);
        statements(2, depth + 1);
        if (random.nextBoolean()) {
            code.u8(0x05);
            statements(2, depth + 1);
        }
        close();
    }

    private void loop(int depth) {
        open(0x03, EMPTY);
        countDown();
        statements(3, depth + 1);
        values.value(I32, depth + 1);
        code.u8(0x0D, 0);
        close();
    }

    /** A block, a loop or an if that takes and gives any number of values. */
    private void blockOfMany(int depth) {
        int[] taken = module.list(random.nextInt(4));
        int op = 0x02 + random.nextInt(3);
        boolean otherwise = op == 0x04 && random.nextBoolean();
        int[] given = op == 0x04 && !otherwise ? taken : module.list(random.nextInt(4));
        values.values(taken, depth + 1);
        if (op == 0x04) {
            values.value(I32, depth + 1);
        }
        code.u8(op).s64(module.type(taken, given));
        labels.add(op == 0x03 ? taken : given);
        if (op == 0x03) {
            countDown();
        }
        ways(taken, given, depth);
        if (otherwise) {
            code.u8(0x05);
            ways(taken, given, depth);
        }
        close();
        sink(given);
    }

    private void ways(int[] taken, int[] given, int depth) {
        sink(taken);
        statements(2, depth + 1);
        if (random.nextBoolean()) {
            int[] label = labels.get(labels.size() - 1);
            values.values(label, depth + 1);
            values.value(I32, depth + 1);
            code.u8(0x0D, 0);
            drop(label.length);
        }
        values.values(given, depth + 1);
    }

    /** Takes values off the stack, into locals where there are any. */
    void sink(int[] types) {
        for (int i = types.length - 1; i >= 0; i--) {
            int local = local(types[i]);
            if (local >= 0) {
                code.u8(0x21).u32(local);
            } else {
                drop(1);
            }
        }
    }

    /** Many blocks within each other, with a way out of all of them. */
    private void nest(int depth) {
        int type = module.anyType();
        int count = 2 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            open(0x02, type);
        }
        values.value(type, depth + 1);
        values.value(I32, depth + 1);
        code.u8(0x0D).u32(random.nextInt(count));
        for (int i = 0; i < count; i++) {
            if (random.nextInt(20) == 0) {
                drop(1);
                values.value(type, depth + 1);
            }
            close();
        }
        sink(new int[] {type});
    }

    private void branchTable(int depth) {
        int blocks = 1 + random.nextInt(6);
        for (int i = 0; i < blocks; i++) {
            open(0x02, EMPTY);
        }
        values.value(I32, depth + 1);
        if (random.nextInt(4) != 0) {
            code.u8(0x41).s64(7).u8(0x71);
        }
        int targets = random.nextInt(9);
        code.u8(0x0E).u32(targets);
        for (int i = 0; i <= targets; i++) {
            code.u32(random.nextInt(blocks));
        }
        for (int i = 0; i < blocks; i++) {
            close();
            statements(1, depth + 1);
        }
    }

    /** Goes on somewhere else, with values on the stack below. */
    private void leave(int depth) {
        if (random.nextBoolean()) {
            values.value(module.anyType(), depth + 1);
        }
        if (module.tails != RandomModule.Tails.NONE && random.nextBoolean()) {
            leaveByCall(depth);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> code.u8(0x00);
            case 1, 2 -> {
                values.values(results, depth + 1);
                code.u8(0x0F);
            }
            case 3, 4 -> {
                values.values(results, depth + 1);
                code.u8(0x0C).u32(labels.size() - 1);
            }
            case 5 -> {
                int label = random.nextInt(labels.size());
                values.values(label(label), depth + 1);
                code.u8(0x0C).u32(label);
            }
            default -> branchTableOut(depth);
        }
    }

    /** Calls a function whose results are this one's, directly or by table. */
    private void leaveByCall(int depth) {
        boolean isInPlace = module.tails == RandomModule.Tails.IN_PLACE;
        var same = new ArrayList<Integer>();
        for (int i = 0; i < module.functionTypes.size(); i++) {
            if (Arrays.equals(module.results.get(module.functionTypes.get(i)), results)) {
                same.add(i);
            }
        }
        int function = same.get(random.nextInt(same.size()));
        int type = module.functionTypes.get(function);
        values.values(module.params.get(type), depth + 1);
        if (random.nextInt(3) == 0) {
            values.value(I32, depth + 1);
            if (random.nextInt(3) != 0) {
                code.u8(0x41).s64(7).u8(0x71);
            }
            code.u8(isInPlace ? 0x13 : 0x11).u32(type).u32(random.nextInt(4) == 0 ? 1 : 0);
        } else {
            code.u8(isInPlace ? 0x12 : 0x10).u32(function);
        }
        if (!isInPlace) {
            code.u8(0x0F);
        }
    }

    private int[] label(int label) {
        return labels.get(labels.size() - 1 - label);
    }

    /** Branches with values to any labels that take the same ones: blocks, loops, the function. */
    private void branchTableOut(int depth) {
        int[] types = label(random.nextInt(labels.size()));
        var same = new ArrayList<Integer>();
        for (int i = 0; i < labels.size(); i++) {
            if (Arrays.equals(label(i), types)) {
                same.add(i);
            }
        }
        values.values(types, depth + 1);
        values.value(I32, depth + 1);
        int targets = random.nextInt(5);
        code.u8(0x0E).u32(targets);
        for (int i = 0; i <= targets; i++) {
            code.u32(same.get(random.nextInt(same.size())));
        }
    }

    private void branchOut(int depth) {
        int label = random.nextInt(labels.size());
        int[] types = label(label);
        values.values(types, depth + 1);
        values.value(I32, depth + 1);
        // A loop's label is before its counting, which is what ends it.
        code.u8(0x0D).u32(label);
        drop(types.length);
    }

    /** What comes behind a branch takes its operands from nowhere. */
    private void unreachableCode(int depth) {
        switch (random.nextInt(8)) {
            case 0 -> drop(2);
            case 1 -> code.u8(0x6A, 0x1A);
            case 2 -> code.u8(0x1B, 0x1A);
            case 3 -> {
                code.u8(0x21).u32(random.nextInt(locals.length));
                statements(1, depth + 1);
            }
            case 4 -> {
                int function = random.nextInt(module.functionTypes.size());
                code.u8(0x10).u32(function);
                drop(module.results.get(module.functionTypes.get(function)).length);
            }
            case 5 -> {
                int label = random.nextInt(labels.size());
                code.u8(0x0D).u32(label);
                drop(label(label).length);
            }
            case 6 -> code.u8(0x41, 0, 0x0E, 1).u32(labels.size() - 1).u32(labels.size() - 1);
            default -> {
                code.u8(0x03, EMPTY, 0x0C, 0, 0x0B);
                values.value(FUNCREF, depth + 1);
                code.u8(0x1A, 0x00);
            }
        }
    }
}
