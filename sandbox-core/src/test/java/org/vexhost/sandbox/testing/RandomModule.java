package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXTERNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.F64;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes valid modules at random, the same for the same seed. Every function and every loop counts
 * down a global and leaves when it is used up, so that they all end. NaNs that arithmetic makes are
 * replaced with one that is the same everywhere.
 */
public final class RandomModule {

    private static final int[] NUMBERS = {I32, I64, F32, F64};
    private static final int STEPS = 0;

    private final Random random;
    private final ModuleWriter out = new ModuleWriter();
    private final List<int[]> params = new ArrayList<>();
    private final List<int[]> results = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<Integer> globals = new ArrayList<>();
    private int functions;
    private int passiveData;
    private int activeData;
    private int passiveElements;
    private int activeElements;

    private int[] locals = {};
    private Bytes code = new Bytes();
    private final List<int[]> labels = new ArrayList<>();
    private int left;

    private RandomModule(long seed) {
        this.random = new Random(seed);
    }

    /** Makes the module of a seed; it exports {@code run}, its memory and its globals. */
    public static byte[] of(long seed) {
        return new RandomModule(seed).write();
    }

    private byte[] write() {
        int types = 2 + random.nextInt(4);
        params.add(new int[] {I32, I64});
        results.add(new int[] {I32});
        for (int i = 1; i < types; i++) {
            params.add(list(random.nextInt(5)));
            results.add(list(random.nextInt(4)));
        }
        for (int i = 0; i < types; i++) {
            out.type(params.get(i), results.get(i));
        }
        functions = 1 + random.nextInt(5);
        functionTypes.add(0);
        for (int i = 1; i < functions; i++) {
            functionTypes.add(random.nextInt(types));
        }
        out.memory(1, 1 + random.nextInt(4));
        out.entry(4, Bytes.of(FUNCREF, 1).u32(6).u32(6 + random.nextInt(10)));
        out.entry(4, Bytes.of(FUNCREF, 0).u32(random.nextInt(5)));
        out.entry(4, Bytes.of(EXTERNREF, 0).u32(3));
        global(I32, Bytes.of(0x41).s64(20 + random.nextInt(400)));
        for (int type : NUMBERS) {
            Bytes value = new Bytes();
            constant(value, type);
            global(type, value);
        }
        segments();
        for (int i = 0; i < functions; i++) {
            function(i);
        }
        out.export("run", 0, 0).export("memory", 2, 0);
        for (int i = 0; i < globals.size(); i++) {
            out.export("g" + i, 3, i);
        }
        out.countData();
        return out.toByteArray();
    }

    private int[] list(int size) {
        int[] list = new int[size];
        for (int i = 0; i < size; i++) {
            list[i] = number();
        }
        return list;
    }

    private int number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private void global(int type, Bytes value) {
        globals.add(type);
        out.entry(6, Bytes.of(type, 1).add(value).u8(0x0B));
    }

    private void segments() {
        activeData = 1;
        passiveData = 1;
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        out.entry(
                11,
                Bytes.of(0, 0x41).s64(random.nextInt(100)).u8(0x0B).u32(bytes.length).raw(bytes));
        out.entry(11, Bytes.of(1).u32(bytes.length).raw(bytes));
        activeElements = 1;
        passiveElements = 1;
        Bytes refs = new Bytes();
        for (int i = 0; i < 4; i++) {
            refs.u32(random.nextInt(functions));
        }
        out.entry(9, Bytes.of(0, 0x41, 1, 0x0B).u32(4).add(refs));
        out.entry(9, Bytes.of(1, 0).u32(4).add(refs));
        Bytes all = new Bytes();
        for (int i = 0; i < functions; i++) {
            all.u32(i);
        }
        out.entry(9, Bytes.of(3, 0).u32(functions).add(all));
    }

    private void function(int index) {
        int type = functionTypes.get(index);
        int[] taken = params.get(type);
        int[] own = list(random.nextInt(5));
        // Two for NaNs, and the rest for what the body wants.
        locals = new int[taken.length + own.length + 2];
        System.arraycopy(taken, 0, locals, 0, taken.length);
        System.arraycopy(own, 0, locals, taken.length, own.length);
        locals[locals.length - 2] = F32;
        locals[locals.length - 1] = F64;
        int[] declared = new int[own.length + 2];
        System.arraycopy(locals, taken.length, declared, 0, declared.length);
        code = new Bytes();
        labels.clear();
        labels.add(results.get(type));
        left = 20 + random.nextInt(120);
        countDown();
        block(3 + random.nextInt(5), 0);
        for (int result : results.get(type)) {
            value(result, 0);
        }
        out.function(type, declared, code);
    }

    /** Traps when all steps are used up. */
    private void countDown() {
        code.u8(0x23, STEPS, 0x41, 1, 0x6B, 0x24, STEPS);
        code.u8(0x23, STEPS, 0x41, 0, 0x48, 0x04, 0x40, 0x00, 0x0B);
    }

    private void block(int statements, int depth) {
        for (int i = 0; i < statements; i++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        if (left-- <= 0 || depth > 6) {
            return;
        }
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> {
                int local = random.nextInt(locals.length);
                value(locals[local], depth + 1);
                code.u8(0x21).u32(local);
            }
            case 3, 4 -> store(depth);
            case 5 -> {
                int global = 1 + random.nextInt(globals.size() - 1);
                value(globals.get(global), depth + 1);
                code.u8(0x24).u32(global);
            }
            case 6, 7 -> {
                value(I32, depth + 1);
                code.u8(0x04, 0x40);
                labels.add(new int[0]);
                block(2, depth + 1);
                if (random.nextBoolean()) {
                    code.u8(0x05);
                    block(2, depth + 1);
                }
                close();
            }
            case 8, 9 -> {
                code.u8(0x02, 0x40);
                labels.add(new int[0]);
                block(1, depth + 1);
                value(I32, depth + 1);
                code.u8(0x0D, 0);
                block(2, depth + 1);
                close();
            }
            case 10, 11, 12 -> loop(depth);
            case 13 -> branchTable(depth);
            case 14 -> {
                int function = random.nextInt(functions);
                call(function, depth);
                for (int i = results.get(functionTypes.get(function)).length; i > 0; i--) {
                    code.u8(0x1A);
                }
            }
            case 15 -> {
                value(number(), depth + 1);
                code.u8(0x1A);
            }
            case 16 -> bulkMemory(depth);
            case 17 -> bulkTable(depth);
            case 18 -> code.u8(0x01);
            case 19 -> branchOut(depth);
            case 20 -> {
                code.u8(0x41).s64(random.nextInt(7));
                value(FUNCREF, depth + 1);
                code.u8(0x26, 0);
            }
            case 21 -> drop();
            default -> {
                value(I32, depth + 1);
                code.u8(0x04, 0x40);
                labels.add(new int[0]);
                if (random.nextInt(6) == 0) {
                    code.u8(0x00);
                } else {
                    leave(depth);
                }
                close();
            }
        }
    }

    private void close() {
        code.u8(0x0B);
        labels.remove(labels.size() - 1);
    }

    private void loop(int depth) {
        code.u8(0x03, 0x40);
        labels.add(new int[0]);
        countDown();
        block(3, depth + 1);
        value(I32, depth + 1);
        code.u8(0x0D, 0);
        close();
    }

    private void branchTable(int depth) {
        for (int i = 0; i < 3; i++) {
            code.u8(0x02, 0x40);
            labels.add(new int[0]);
        }
        value(I32, depth + 1);
        code.u8(0x41, 3, 0x71, 0x0E, 2, random.nextInt(3), random.nextInt(3), random.nextInt(3));
        for (int i = 0; i < 3; i++) {
            close();
            block(1, depth + 1);
        }
    }

    /** Returns from the function with values on the stack below. */
    private void leave(int depth) {
        if (random.nextBoolean()) {
            value(number(), depth + 1);
        }
        for (int result : labels.get(0)) {
            value(result, depth + 1);
        }
        if (random.nextBoolean()) {
            code.u8(0x0F);
        } else {
            code.u8(0x0C).u32(labels.size() - 1);
        }
    }

    private void branchOut(int depth) {
        int label = random.nextInt(labels.size());
        int[] types = labels.get(labels.size() - 1 - label);
        for (int type : types) {
            value(type, depth + 1);
        }
        value(I32, depth + 1);
        // A loop's label is behind its counting, which is what ends it.
        code.u8(0x0D).u32(label);
        for (int i = types.length; i > 0; i--) {
            code.u8(0x1A);
        }
    }

    private void drop() {
        if (random.nextBoolean()) {
            code.u8(0xFC, 9).u32(random.nextInt(activeData + passiveData));
        } else {
            code.u8(0xFC, 13).u32(random.nextInt(activeElements + passiveElements));
        }
    }

    private void store(int depth) {
        int op = 0x36 + random.nextInt(9);
        address(depth);
        int type =
                switch (op) {
                    case 0x36, 0x3A, 0x3B -> I32;
                    case 0x38 -> F32;
                    case 0x39 -> F64;
                    default -> I64;
                };
        value(type, depth + 1);
        code.u8(op, 0).u32(offset());
    }

    private long offset() {
        return switch (random.nextInt(40)) {
            case 0 -> 65_530;
            case 1 -> 0xFFFF_FFF0L;
            case 2 -> 0x7FFF_FFFFL;
            default -> random.nextInt(64);
        };
    }

    private void address(int depth) {
        if (random.nextInt(30) == 0) {
            value(I32, depth + 1);
        } else {
            value(I32, depth + 1);
            code.u8(0x41).s64(0xFFFF).u8(0x71);
        }
    }

    private void small(int depth) {
        if (random.nextBoolean()) {
            code.u8(0x41).s64(random.nextInt(6));
        } else {
            value(I32, depth + 1);
            if (random.nextInt(12) != 0) {
                code.u8(0x41).s64(7).u8(0x71);
            }
        }
    }

    private void bulkMemory(int depth) {
        address(depth);
        switch (random.nextInt(3)) {
            case 0 -> {
                value(I32, depth + 1);
                length(depth);
                code.u8(0xFC, 11, 0);
            }
            case 1 -> {
                address(depth);
                length(depth);
                code.u8(0xFC, 10, 0, 0);
            }
            default -> {
                small(depth);
                small(depth);
                code.u8(0xFC, 8).u32(random.nextInt(activeData + passiveData)).u8(0);
            }
        }
    }

    private void length(int depth) {
        if (random.nextBoolean()) {
            code.u8(0x41).s64(random.nextInt(400));
        } else {
            value(I32, depth + 1);
            code.u8(0x41).s64(0x3FF).u8(0x71);
        }
    }

    private void bulkTable(int depth) {
        small(depth);
        switch (random.nextInt(4)) {
            case 0 -> {
                value(FUNCREF, depth + 1);
                small(depth);
                code.u8(0xFC, 17).u32(random.nextInt(2));
            }
            case 1 -> {
                small(depth);
                small(depth);
                code.u8(0xFC, 14).u32(random.nextInt(2)).u32(random.nextInt(2));
            }
            case 2 -> {
                small(depth);
                small(depth);
                int segment = random.nextInt(activeElements + passiveElements);
                code.u8(0xFC, 12).u32(segment).u32(random.nextInt(2));
            }
            default -> code.u8(0xD0, EXTERNREF, 0x26, 2);
        }
    }

    private void call(int function, int depth) {
        int type = functionTypes.get(function);
        for (int param : params.get(type)) {
            value(param, depth + 1);
        }
        if (random.nextInt(3) == 0) {
            small(depth);
            code.u8(0x11).u32(type).u32(random.nextInt(4) == 0 ? 1 : 0);
        } else {
            code.u8(0x10).u32(function);
        }
    }

    private void value(int type, int depth) {
        left--;
        if (type == FUNCREF) {
            if (random.nextInt(4) == 0) {
                code.u8(0xD0, FUNCREF);
            } else if (random.nextInt(3) == 0) {
                small(depth);
                code.u8(0x25, random.nextInt(2));
            } else {
                code.u8(0xD2).u32(random.nextInt(functions));
            }
            return;
        }
        if (left <= 0 || depth > 6 || random.nextInt(5) == 0) {
            leaf(type);
            return;
        }
        switch (random.nextInt(14)) {
            case 0 -> leaf(type);
            case 1 -> load(type, depth);
            case 2 -> {
                value(I32, depth + 1);
                code.u8(0x04, type);
                labels.add(new int[] {type});
                value(type, depth + 1);
                code.u8(0x05);
                block(1, depth + 1);
                value(type, depth + 1);
                close();
            }
            case 3 -> {
                value(type, depth + 1);
                value(type, depth + 1);
                value(I32, depth + 1);
                if (random.nextBoolean()) {
                    code.u8(0x1B);
                } else {
                    code.u8(0x1C, 1, type);
                }
            }
            case 4 -> {
                code.u8(0x02, type);
                labels.add(new int[] {type});
                value(type, depth + 1);
                value(I32, depth + 1);
                code.u8(0x0D, 0);
                block(1, depth + 1);
                close();
            }
            case 5 -> {
                for (int f = 0; f < functions; f++) {
                    int[] given = results.get(functionTypes.get(f));
                    if (given.length == 1 && given[0] == type) {
                        call(f, depth);
                        return;
                    }
                }
                leaf(type);
            }
            case 6 -> {
                for (int local = 0; local < locals.length; local++) {
                    if (locals[local] == type && random.nextBoolean()) {
                        value(type, depth + 1);
                        code.u8(0x22).u32(local);
                        return;
                    }
                }
                leaf(type);
            }
            default -> operator(type, depth);
        }
    }

    private void leaf(int type) {
        if (random.nextBoolean()) {
            for (int i = 0; i < 4; i++) {
                int local = random.nextInt(locals.length);
                if (locals[local] == type) {
                    code.u8(0x20).u32(local);
                    return;
                }
            }
        }
        if (random.nextInt(3) == 0) {
            for (int global = 1; global < globals.size(); global++) {
                if (globals.get(global) == type) {
                    code.u8(0x23).u32(global);
                    return;
                }
            }
        }
        constant(code, type);
    }

    private void constant(Bytes to, int type) {
        long bits =
                switch (random.nextInt(5)) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextInt(10) - 5;
                    case 2 -> 1L << random.nextInt(64);
                    case 3 -> Long.MIN_VALUE >> random.nextInt(64);
                    default -> random.nextInt(1000);
                };
        switch (type) {
            case I32 -> to.u8(0x41).s64(bits << 32 >> 32);
            case I64 -> to.u8(0x42).s64(bits);
            case F32 -> {
                float value =
                        random.nextBoolean() ? (float) bits : Float.intBitsToFloat((int) bits);
                to.u8(0x43).f32(Float.floatToIntBits(value));
            }
            default -> {
                double value = random.nextBoolean() ? bits : Double.longBitsToDouble(bits);
                to.u8(0x44).f64(Double.doubleToLongBits(value));
            }
        }
    }

    private void load(int type, int depth) {
        int[] ops =
                switch (type) {
                    case I32 -> new int[] {0x28, 0x2C, 0x2D, 0x2E, 0x2F};
                    case I64 -> new int[] {0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35};
                    case F32 -> new int[] {0x2A};
                    default -> new int[] {0x2B};
                };
        address(depth);
        code.u8(ops[random.nextInt(ops.length)], 0).u32(offset());
        canonical(type);
    }

    private void operator(int type, int depth) {
        switch (type) {
            case I32 -> integer32(depth);
            case I64 -> integer64(depth);
            case F32 -> float32(depth);
            default -> float64(depth);
        }
    }

    private void integer32(int depth) {
        switch (random.nextInt(12)) {
            case 0 -> unary(I32, new int[] {0x45, 0x67, 0x68, 0x69, 0xC0, 0xC1}, depth);
            case 1 -> unary(I64, new int[] {0x50, 0xA7}, depth);
            case 2 -> binary(I64, 0x51 + random.nextInt(10), depth);
            case 3 -> binary(F32, 0x5B + random.nextInt(6), depth);
            case 4 -> binary(F64, 0x61 + random.nextInt(6), depth);
            case 5 -> binary(I32, 0x46 + random.nextInt(10), depth);
            case 6 -> unary(F32, new int[] {0xBC, 0xA8, 0xA9, 0x100, 0x101}, depth);
            case 7 -> unary(F64, new int[] {0xAA, 0xAB, 0x102, 0x103}, depth);
            case 8 -> {
                switch (random.nextInt(5)) {
                    case 0 -> code.u8(0x3F, 0);
                    case 1 -> {
                        small(depth);
                        code.u8(0x40, 0);
                    }
                    case 2 -> code.u8(0xFC, 16).u32(random.nextInt(3));
                    case 3 -> {
                        value(FUNCREF, depth + 1);
                        small(depth);
                        code.u8(0xFC, 15, 0);
                    }
                    default -> {
                        value(FUNCREF, depth + 1);
                        code.u8(0xD1);
                    }
                }
            }
            default -> binary(I32, 0x6A + random.nextInt(15), depth);
        }
    }

    private void integer64(int depth) {
        switch (random.nextInt(8)) {
            case 0 -> unary(I64, new int[] {0x79, 0x7A, 0x7B, 0xC2, 0xC3, 0xC4}, depth);
            case 1 -> unary(I32, new int[] {0xAC, 0xAD}, depth);
            case 2 -> unary(F32, new int[] {0xAE, 0xAF, 0x104, 0x105}, depth);
            case 3 -> unary(F64, new int[] {0xBD, 0xB0, 0xB1, 0x106, 0x107}, depth);
            default -> binary(I64, 0x7C + random.nextInt(15), depth);
        }
    }

    private void float32(int depth) {
        switch (random.nextInt(7)) {
            case 0 -> unary(F32, new int[] {0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0x90, 0x91}, depth);
            case 1 -> unary(I32, new int[] {0xB2, 0xB3, 0xBE}, depth);
            case 2 -> unary(I64, new int[] {0xB4, 0xB5}, depth);
            case 3 -> unary(F64, new int[] {0xB6}, depth);
            default -> binary(F32, 0x92 + random.nextInt(7), depth);
        }
        canonical(F32);
    }

    private void float64(int depth) {
        switch (random.nextInt(7)) {
            case 0 -> unary(F64, new int[] {0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F}, depth);
            case 1 -> unary(I32, new int[] {0xB7, 0xB8}, depth);
            case 2 -> unary(I64, new int[] {0xB9, 0xBA, 0xBF}, depth);
            case 3 -> unary(F32, new int[] {0xBB}, depth);
            default -> binary(F64, 0xA0 + random.nextInt(7), depth);
        }
        canonical(F64);
    }

    private void unary(int operand, int[] ops, int depth) {
        value(operand, depth + 1);
        int op = ops[random.nextInt(ops.length)];
        if (op >= 0x100) {
            code.u8(0xFC, op - 0x100);
        } else {
            code.u8(op);
        }
    }

    private void binary(int operand, int op, int depth) {
        value(operand, depth + 1);
        value(operand, depth + 1);
        code.u8(op);
    }

    private void canonical(int type) {
        if (type == F32) {
            int local = locals.length - 2;
            code.u8(0x22).u32(local).u8(0x43).f32(0x7FC0_0000);
            code.u8(0x20).u32(local).u8(0x20).u32(local).u8(0x5B, 0x1B);
        } else if (type == F64) {
            int local = locals.length - 1;
            code.u8(0x22).u32(local).u8(0x44).f64(0x7FF8_0000_0000_0000L);
            code.u8(0x20).u32(local).u8(0x20).u32(local).u8(0x61, 0x1B);
        }
    }
}
