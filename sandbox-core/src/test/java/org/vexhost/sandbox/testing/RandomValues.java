package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.EXTERNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;
import static org.vexhost.sandbox.testing.ModuleWriter.V128;

import java.util.Random;

/** Writes code that leaves one value of a type on the stack. */
final class RandomValues {

    private static final int MAX_DEPTH = 6;

    private final RandomBody body;
    private final RandomModule module;
    private final Random random;
    private final RandomNumbers numbers;
    private final RandomVectors vectors;

    RandomValues(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
        this.random = module.random;
        this.numbers = new RandomNumbers(body, this, module);
        this.vectors = new RandomVectors(body, this, module);
    }

    RandomVectors vectors() {
        return vectors;
    }

    void values(int[] types, int depth) {
        for (int type : types) {
            value(type, depth);
        }
    }

    void value(int type, int depth) {
        if (!body.mayGoOn() || depth > MAX_DEPTH || random.nextInt(5) == 0) {
            leaf(type);
            return;
        }
        switch (random.nextInt(16)) {
            case 0 -> leaf(type);
            case 1 -> {
                value(I32, depth + 1);
                body.open(0x04, type);
                value(type, depth + 1);
                body.code().u8(0x05);
                body.statements(1, depth + 1);
                value(type, depth + 1);
                body.close();
            }
            case 2 -> {
                value(type, depth + 1);
                value(type, depth + 1);
                value(I32, depth + 1);
                if (random.nextBoolean() && !isReference(type)) {
                    body.code().u8(0x1B);
                } else {
                    body.code().u8(0x1C, 1, type);
                }
            }
            case 3 -> {
                body.open(0x02, type);
                value(type, depth + 1);
                value(I32, depth + 1);
                body.code().u8(0x0D, 0);
                body.statements(1, depth + 1);
                body.close();
            }
            case 4 -> {
                if (!called(type, depth)) {
                    leaf(type);
                }
            }
            case 5 -> {
                int local = body.local(type);
                if (local < 0) {
                    leaf(type);
                } else {
                    value(type, depth + 1);
                    body.code().u8(0x22).u32(local);
                }
            }
            default -> operation(type, depth);
        }
    }

    private static boolean isReference(int type) {
        return type == FUNCREF || type == EXTERNREF || type == EXNREF;
    }

    private boolean called(int type, int depth) {
        int functions = module.functionTypes.size();
        int from = random.nextInt(functions);
        for (int i = 0; i < functions; i++) {
            int function = (from + i) % functions;
            int[] given = module.results.get(module.functionTypes.get(function));
            if (given.length == 1 && given[0] == type) {
                call(function, depth);
                return true;
            }
        }
        return false;
    }

    /** Calls a function, or through a table one that may be of its type. */
    void call(int function, int depth) {
        int type = module.functionTypes.get(function);
        values(module.params.get(type), depth + 1);
        if (random.nextInt(3) == 0) {
            small(depth);
            body.code().u8(0x11).u32(type).u32(random.nextInt(4) == 0 ? 1 : 0);
        } else {
            body.code().u8(0x10).u32(function);
        }
    }

    private void operation(int type, int depth) {
        switch (type) {
            case FUNCREF, EXTERNREF -> reference(type, depth);
            case EXNREF -> leaf(type);
            default -> {
                if (type == V128 || (module.hasVectors && random.nextInt(4) == 0)) {
                    vectors.operation(String.valueOf((char) (byte) type), depth);
                } else {
                    numbers.operation(type, depth);
                }
            }
        }
    }

    private void reference(int type, int depth) {
        if (random.nextInt(3) == 0) {
            small(depth);
            body.code().u8(0x25, type == EXTERNREF ? 2 : random.nextInt(2));
        } else {
            leaf(type);
        }
    }

    private void leaf(int type) {
        if (random.nextBoolean()) {
            int local = body.local(type);
            if (local >= 0) {
                body.code().u8(0x20).u32(local);
                return;
            }
        }
        if (random.nextInt(3) == 0) {
            int global = 1 + random.nextInt(module.globals.size() - 1);
            if (module.globals.get(global) == type) {
                body.code().u8(0x23).u32(global);
                return;
            }
        }
        switch (type) {
            case EXTERNREF, EXNREF -> body.code().u8(0xD0, type);
            case FUNCREF -> {
                if (random.nextInt(4) == 0) {
                    body.code().u8(0xD0, FUNCREF);
                } else {
                    body.code().u8(0xD2).u32(random.nextInt(module.functionTypes.size()));
                }
            }
            default -> constant(random, body.code(), type);
        }
    }

    static void constant(Random random, Bytes to, int type) {
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
            case V128 -> to.u8(0xFD, 0x0C).f64(bits).f64(random.nextLong());
            case F32 ->
                    to.u8(0x43)
                            .f32(
                                    random.nextBoolean()
                                            ? Float.floatToRawIntBits((float) bits)
                                            : (int) bits);
            default ->
                    to.u8(0x44)
                            .f64(
                                    random.nextBoolean()
                                            ? Double.doubleToRawLongBits((double) bits)
                                            : bits);
        }
    }

    /** An address, mostly in the first page. */
    void address(int depth) {
        value(I32, depth + 1);
        if (random.nextInt(30) != 0) {
            body.code().u8(0x41).s64(0xFFFF).u8(0x71);
        }
    }

    long offset() {
        return switch (random.nextInt(40)) {
            case 0 -> 65_530;
            case 1 -> 0xFFFF_FFF0L;
            case 2 -> 0x7FFF_FFFFL;
            default -> random.nextInt(64);
        };
    }

    /** An index or a length that is mostly small. */
    void small(int depth) {
        if (random.nextBoolean()) {
            body.code().u8(0x41).s64(random.nextInt(6));
        } else {
            value(I32, depth + 1);
            if (random.nextInt(12) != 0) {
                body.code().u8(0x41).s64(7).u8(0x71);
            }
        }
    }

    /** A length in memory. */
    void length(int depth) {
        if (random.nextBoolean()) {
            body.code().u8(0x41).s64(random.nextInt(400));
        } else {
            value(I32, depth + 1);
            if (random.nextInt(20) != 0) {
                body.code().u8(0x41).s64(0x3FF).u8(0x71);
            }
        }
    }
}
