package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXTERNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.F64;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

import java.util.Random;

/** Writes operations that give a number. */
final class RandomNumbers {

    private static final int PREFIXED = 0x100;

    private final RandomBody body;
    private final RandomValues values;
    private final Random random;

    RandomNumbers(RandomBody body, RandomValues values, RandomModule module) {
        this.body = body;
        this.values = values;
        this.random = module.random;
    }

    void operation(int type, int depth) {
        if (random.nextInt(8) == 0) {
            load(type, depth);
            return;
        }
        switch (type) {
            case I32 -> integer32(depth);
            case I64 -> integer64(depth);
            case F32 -> float32(depth);
            default -> float64(depth);
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
        values.address(depth);
        body.code().u8(ops[random.nextInt(ops.length)], 0).u32(values.offset());
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
            case 8 -> state(depth);
            default -> binary(I32, 0x6A + random.nextInt(15), depth);
        }
    }

    private void state(int depth) {
        Bytes code = body.code();
        switch (random.nextInt(6)) {
            case 0 -> code.u8(0x3F, 0);
            case 1 -> {
                values.small(depth);
                code.u8(0x40, 0);
            }
            case 2 -> code.u8(0xFC, 16).u32(random.nextInt(3));
            case 3 -> {
                values.value(FUNCREF, depth + 1);
                values.small(depth);
                code.u8(0xFC, 15).u32(random.nextInt(2));
            }
            case 4 -> {
                values.value(EXTERNREF, depth + 1);
                values.small(depth);
                code.u8(0xFC, 15, 2);
            }
            default -> {
                values.value(random.nextBoolean() ? FUNCREF : EXTERNREF, depth + 1);
                code.u8(0xD1);
            }
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
        switch (random.nextInt(8)) {
            case 0 -> {
                unary(F32, new int[] {0x8D, 0x8E, 0x8F, 0x90, 0x91}, depth);
                canonical(F32);
            }
            case 1 -> {
                unary(I32, new int[] {0xB2, 0xB3}, depth);
                canonical(F32);
            }
            case 2 -> {
                unary(I64, new int[] {0xB4, 0xB5}, depth);
                canonical(F32);
            }
            case 3 -> {
                unary(F64, new int[] {0xB6}, depth);
                canonical(F32);
            }
            // These only move bits, or set the sign.
            case 4 -> unary(I32, new int[] {0xBE}, depth);
            case 5 -> unary(F32, new int[] {0x8B, 0x8C}, depth);
            case 6 -> binary(F32, 0x98, depth);
            default -> {
                binary(F32, 0x92 + random.nextInt(6), depth);
                canonical(F32);
            }
        }
    }

    private void float64(int depth) {
        switch (random.nextInt(8)) {
            case 0 -> {
                unary(F64, new int[] {0x9B, 0x9C, 0x9D, 0x9E, 0x9F}, depth);
                canonical(F64);
            }
            case 1 -> {
                unary(I32, new int[] {0xB7, 0xB8}, depth);
                canonical(F64);
            }
            case 2 -> {
                unary(I64, new int[] {0xB9, 0xBA}, depth);
                canonical(F64);
            }
            case 3 -> {
                unary(F32, new int[] {0xBB}, depth);
                canonical(F64);
            }
            case 4 -> unary(I64, new int[] {0xBF}, depth);
            case 5 -> unary(F64, new int[] {0x99, 0x9A}, depth);
            case 6 -> binary(F64, 0xA6, depth);
            default -> {
                binary(F64, 0xA0 + random.nextInt(6), depth);
                canonical(F64);
            }
        }
    }

    private void unary(int operand, int[] ops, int depth) {
        values.value(operand, depth + 1);
        int op = ops[random.nextInt(ops.length)];
        if (op >= PREFIXED) {
            body.code().u8(0xFC, op - PREFIXED);
        } else {
            body.code().u8(op);
        }
    }

    private void binary(int operand, int op, int depth) {
        values.value(operand, depth + 1);
        values.value(operand, depth + 1);
        body.code().u8(op);
    }

    /** Replaces whatever NaN an operation made. */
    private void canonical(int type) {
        int local = body.scratch(type);
        Bytes code = body.code().u8(0x22).u32(local);
        if (type == F32) {
            code.u8(0x43).f32(0x7FC0_0000);
        } else {
            code.u8(0x44).f64(0x7FF8_0000_0000_0000L);
        }
        code.u8(0x20).u32(local).u8(0x20).u32(local).u8(type == F32 ? 0x5B : 0x61, 0x1B);
    }
}
