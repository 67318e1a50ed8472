package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXTERNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.F64;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

import java.util.Random;

/** Writes statements that change memory and tables. */
final class RandomBulk {

    private static final int EXTERN_TABLE = 2;

    private final RandomBody body;
    private final RandomValues values;
    private final RandomModule module;
    private final Random random;

    RandomBulk(RandomBody body, RandomValues values, RandomModule module) {
        this.body = body;
        this.values = values;
        this.module = module;
        this.random = module.random;
    }

    void store(int depth) {
        int op = 0x36 + random.nextInt(9);
        values.address(depth);
        int type =
                switch (op) {
                    case 0x36, 0x3A, 0x3B -> I32;
                    case 0x38 -> F32;
                    case 0x39 -> F64;
                    default -> I64;
                };
        values.value(type, depth + 1);
        body.code().u8(op, 0).u32(values.offset());
    }

    void memory(int depth) {
        Bytes code = body.code();
        values.address(depth);
        switch (random.nextInt(3)) {
            case 0 -> {
                values.value(I32, depth + 1);
                values.length(depth);
                code.u8(0xFC, 11, 0);
            }
            case 1 -> {
                values.address(depth);
                values.length(depth);
                code.u8(0xFC, 10, 0, 0);
            }
            default -> {
                values.small(depth);
                values.small(depth);
                code.u8(0xFC, 8).u32(random.nextInt(module.dataSegments)).u8(0);
            }
        }
    }

    void table(int depth) {
        Bytes code = body.code();
        values.small(depth);
        switch (random.nextInt(7)) {
            case 0 -> {
                values.value(FUNCREF, depth + 1);
                values.small(depth);
                code.u8(0xFC, 17).u32(random.nextInt(2));
            }
            case 1 -> {
                values.value(EXTERNREF, depth + 1);
                values.small(depth);
                code.u8(0xFC, 17, EXTERN_TABLE);
            }
            case 2 -> {
                values.small(depth);
                values.small(depth);
                code.u8(0xFC, 14).u32(random.nextInt(2)).u32(random.nextInt(2));
            }
            case 3 -> {
                values.small(depth);
                values.small(depth);
                code.u8(0xFC, 14, EXTERN_TABLE, EXTERN_TABLE);
            }
            case 4 -> {
                values.small(depth);
                values.small(depth);
                code.u8(0xFC, 12).u32(random.nextInt(module.elementSegments));
                code.u32(random.nextInt(2));
            }
            case 5 -> {
                values.value(EXTERNREF, depth + 1);
                code.u8(0x26, EXTERN_TABLE);
            }
            default -> {
                values.value(FUNCREF, depth + 1);
                code.u8(0x26, random.nextInt(2));
            }
        }
    }

    void drop() {
        if (random.nextBoolean()) {
            body.code().u8(0xFC, 9).u32(random.nextInt(module.dataSegments));
        } else {
            body.code().u8(0xFC, 13).u32(random.nextInt(module.elementSegments));
        }
    }
}
