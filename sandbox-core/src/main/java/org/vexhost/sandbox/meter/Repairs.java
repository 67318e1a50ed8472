package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Replaces instructions that Chicory 1.7.5 handles incorrectly by others that it handles correctly.
 */
final class Repairs {

    private Repairs() {}

    /** The place of a repair relative to the instruction. */
    enum Place {
        /** No repair is needed. */
        NONE,
        BEFORE,
        AFTER,
        INSTEAD
    }

    static Place needed(Instruction in, Form form, NanBits nans) {
        if (nans == NanBits.CANONICAL && CanonicalNans.needed(in.op())) {
            return Place.AFTER;
        }
        if (UnsignedComparisons.needed(in.op(), form)) {
            return Place.INSTEAD;
        }
        return switch (in.op()) {
            case Op.I64_CONST -> Marks.isMark(in.first()) ? Place.INSTEAD : Place.NONE;
            case Op.F32_ABS, Op.F32_CONVERT_I64_U -> Place.INSTEAD;
            case Op.I32_MUL -> form == Form.INTERPRETED ? Place.AFTER : Place.NONE;
            case Op.I32_STORE8, Op.I64_STORE8 ->
                    form == Form.INTERPRETED ? Place.BEFORE : Place.NONE;
            case Op.I64_STORE32 -> form == Form.INTERPRETED ? Place.INSTEAD : Place.NONE;
            default -> keepsSignalling(in.op()) ? Place.AFTER : Place.NONE;
        };
    }

    /** Writes the repair of an instruction. */
    static void write(ByteSink out, Instruction in, NanBits nans, Locals locals) {
        if (nans == NanBits.CANONICAL && CanonicalNans.needed(in.op())) {
            CanonicalNans.write(out, in, locals);
            return;
        }
        switch (in.op()) {
            case Op.I64_CONST -> constant(out, in.first());
            case Op.F32_ABS -> abs(out);
            case Op.F32_CONVERT_I64_U -> convert(out, locals.add(ValueType.I64.code()));
            case Op.I32_MUL -> truncate(out);
            case Op.I32_STORE8 -> checkStore(out, in, locals, ValueType.I32);
            case Op.I64_STORE8 -> checkStore(out, in, locals, ValueType.I64);
            case Op.I64_STORE32 -> out.op(Op.I32_WRAP_I64).op(Op.I32_STORE, 2).u32(in.first());
            default -> {
                if (keepsSignalling(in.op())) {
                    quiet(out, in.op());
                } else {
                    UnsignedComparisons.write(out, in.op(), locals);
                }
            }
        }
    }

    /** Writes a constant that looks like a {@linkplain Marks mark}. */
    private static void constant(ByteSink out, long value) {
        out.constant(Op.I64_CONST, ~value).constant(Op.I64_CONST, -1).op(Op.I64_XOR);
    }

    /** Writes {@code f32.abs}: Chicory keeps the sign of a NaN. */
    private static void abs(ByteSink out) {
        out.op(Op.I32_REINTERPRET_F32).constant(Op.I32_CONST, Integer.MAX_VALUE);
        out.op(Op.I32_AND).op(Op.F32_REINTERPRET_I32);
    }

    /**
     * Repairs minimum, maximum and rounding: Chicory returns a signalling NaN operand unchanged.
     * Adding -0 makes it quiet and changes nothing else.
     */
    private static void quiet(ByteSink out, int op) {
        if (op <= Op.F32_MAX) {
            out.op(Op.F32_CONST).u8(0).u8(0).u8(0).u8(0x80).op(Op.F32_ADD);
        } else {
            out.op(Op.F64_CONST).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0x80).op(Op.F64_ADD);
        }
    }

    /** Returns whether an operation may return a NaN that is not quiet. */
    private static boolean keepsSignalling(int op) {
        return switch (op) {
            case Op.F32_MIN, Op.F32_MAX, Op.F64_MIN, Op.F64_MAX -> true;
            default ->
                    (op >= Op.F32_CEIL && op <= Op.F32_NEAREST)
                            || (op >= Op.F64_CEIL && op <= Op.F64_NEAREST);
        };
    }

    /**
     * Repairs stores of 8 bits: Chicory's interpreter adds address and offset in 32 bits. A load
     * from the same address, which it handles correctly, is written first.
     */
    private static void checkStore(
            ByteSink out, Instruction in, Locals locals, ValueType valueType) {
        int address = locals.add(ValueType.I32.code());
        int value = locals.add(valueType.code());
        out.op(Op.LOCAL_SET, value).op(Op.LOCAL_TEE, address);
        out.op(Op.I32_LOAD8_U, 0).u32(in.first()).op(Op.DROP);
        out.op(Op.LOCAL_GET, address).op(Op.LOCAL_GET, value);
    }

    /**
     * Repairs {@code i32.mul}: Chicory's interpreter leaves more than 32 bits, and {@code if} tests
     * all of them. A sum is truncated to 32 bits; compilers remove the addition of zero.
     */
    private static void truncate(ByteSink out) {
        out.constant(Op.I32_CONST, 0).op(Op.I32_ADD);
    }

    /**
     * Writes {@code f32.convert_i64_u}: Chicory rounds twice. A value with its highest bit set is
     * halved, converted and doubled. Its lowest bit is not lost, so the rounding is the same as for
     * the whole value.
     *
     * @param value a 64-bit local
     */
    private static void convert(ByteSink out, int value) {
        out.op(Op.LOCAL_TEE, value).constant(Op.I64_CONST, 0).op(Op.I64_LT_S);
        out.op(Op.IF).u8(ValueType.F32.code());
        out.op(Op.LOCAL_GET, value).constant(Op.I64_CONST, 1).op(Op.I64_SHR_U);
        out.op(Op.LOCAL_GET, value).constant(Op.I64_CONST, 1).op(Op.I64_AND).op(Op.I64_OR);
        out.op(Op.F32_CONVERT_I64_S).op(Op.F32_CONST).u8(0).u8(0).u8(0).u8(0x40).op(Op.F32_MUL);
        out.op(Op.ELSE).op(Op.LOCAL_GET, value).op(Op.F32_CONVERT_I64_S).op(Op.END);
    }
}
