package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.V128;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/** Writes instructions on vectors. */
final class RandomVectors {

    private static final int PREFIX = 0xFD;
    private static final int F32_EQ = 0x41;
    private static final int F64_EQ = 0x47;
    private static final int BITSELECT = 0x52;

    private static final List<Integer> OPS =
            IntStream.range(VectorOp.FIRST, VectorOp.FIRST + VectorOp.COUNT)
                    .filter(op -> VectorOp.name(op) != null)
                    .boxed()
                    .toList();

    private final RandomBody body;
    private final RandomValues values;
    private final Random random;

    RandomVectors(RandomBody body, RandomValues values, RandomModule module) {
        this.body = body;
        this.values = values;
        this.random = module.random;
    }

    /** Writes one that gives a value of a type, or one that stores. */
    void operation(String given, int depth) {
        List<Integer> fitting = OPS.stream().filter(op -> Op.gives(op).equals(given)).toList();
        write(fitting.get(random.nextInt(fitting.size())), depth);
    }

    private void write(int op, int depth) {
        String takes = Op.takes(op);
        for (int i = 0; i < takes.length(); i++) {
            int type = takes.charAt(i) & 0xFF;
            if (i == 0 && VectorOp.accesses(op)) {
                values.address(depth);
            } else {
                values.value(type, depth + 1);
            }
        }
        emit(op - VectorOp.FIRST);
        String name = VectorOp.name(op);
        if (VectorOp.accesses(op)) {
            body.code().u8(0).u32(values.offset());
        }
        if (op == VectorOp.CONST) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            body.code().raw(bytes);
        } else if (op == VectorOp.SHUFFLE) {
            shuffled();
        } else if (name.endsWith("_lane") || name.contains("extract_lane")) {
            body.code().u8(random.nextInt(lanes(name)));
        }
        if (name.matches("f.*(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|demote.*)")
                || name.startsWith("f64x2.promote")) {
            canonical(name.startsWith("f32"));
        }
    }

    private void emit(int code) {
        body.code().u8(PREFIX).u32(code);
    }

    /** Bytes as they come, or a few runs of them. */
    private void shuffled() {
        int first = random.nextInt(32);
        boolean isRun = random.nextBoolean();
        for (int i = 0; i < 16; i++) {
            body.code().u8(isRun ? (first + i) % 32 : random.nextInt(32));
        }
    }

    private static int lanes(String name) {
        String digits = name.replaceAll("^v128\\.(load|store)|^[if](?=\\d)|\\D.*", "");
        return 128 / Integer.parseInt(digits);
    }

    /** Replaces whatever NaNs an operation made. */
    private void canonical(boolean isFloat) {
        int local = body.scratch(V128);
        Bytes code = body.code().u8(0x22).u32(local);
        emit(VectorOp.CONST - VectorOp.FIRST);
        for (int i = 0; i < 2; i++) {
            code.f64(isFloat ? 0x7FC0_0000_7FC0_0000L : 0x7FF8_0000_0000_0000L);
        }
        code.u8(0x20).u32(local).u8(0x20).u32(local);
        emit(isFloat ? F32_EQ : F64_EQ);
        emit(BITSELECT);
    }
}
