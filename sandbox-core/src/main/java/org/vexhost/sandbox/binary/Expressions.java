package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/**
 * Validates and evaluates constant expressions. A module can import only functions. The value of an
 * expression is therefore the same for all instances.
 */
final class Expressions {

    /** The maximum number of operands in an extended constant expression; more are of no use. */
    private static final int MAX_OPERANDS = 64;

    private static final int MAX_INSTRUCTIONS = 1_000;

    /** A value and {@code end}, which every constant expression has. */
    private static final int USUAL_INSTRUCTIONS = 2;

    /**
     * The maximum number of instructions beyond the usual ones, in all expressions of a module.
     * They are evaluated when a version is deployed, and are in memory while it is compiled.
     */
    static final int MAX_EXTENDED_INSTRUCTIONS = 100_000;

    private final Cursor cursor;
    private final ModuleLayout layout;
    private final Instruction instruction;
    private final byte[] types = new byte[MAX_OPERANDS];
    private final long[] values = new long[MAX_OPERANDS];
    private int height;

    /** The high half of the value that was pushed last, if it is a vector. */
    private long high;

    private int extended;

    Expressions(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.layout = layout;
        this.instruction = new Instruction(cursor, limits.maxBranchTableEntries());
    }

    /**
     * Reads one constant expression, which must yield a value of a type. Returns a float as its
     * bits, a reference as the index of its function or {@link InitialState#NULL}, and a vector as
     * its low half.
     */
    long constant(byte type) throws InvalidModuleException {
        int at = cursor.position();
        height = 0;
        high = 0;
        for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
            instruction.next();
            if (i >= USUAL_INSTRUCTIONS) {
                countExtended();
            }
            switch (instruction.op()) {
                case Op.I32_CONST, Op.I64_CONST -> push(pushed(), instruction.first());
                case Op.F32_CONST -> {
                    int bits = (int) bits(Float.BYTES, Float.BYTES);
                    push(pushed(), bits);
                }
                case Op.F64_CONST -> push(pushed(), bits(Double.BYTES, Double.BYTES));
                case VectorOp.CONST -> {
                    push(pushed(), bits(Instruction.VECTOR_BYTES, Long.BYTES));
                    high = bits(Long.BYTES, Long.BYTES);
                }
                case Op.REF_NULL -> push((byte) instruction.first(), InitialState.NULL);
                case Op.REF_FUNC -> {
                    int function = checked("function", layout.functionTypes.length);
                    layout.referable[function] = true;
                    push((byte) ValueType.FUNCREF.code(), function);
                }
                case Op.GLOBAL_GET -> {
                    int index = checked("global", layout.globals.size());
                    var global = layout.globals.get(index);
                    if (global.mutable()) {
                        throw notConstant();
                    }
                    push(global.type(), layout.initial.global(index));
                    high = layout.initial.high(index);
                }
                case Op.I32_ADD, Op.I32_SUB, Op.I32_MUL -> {
                    binary((byte) ValueType.I32.code());
                    values[height - 1] = (int) values[height - 1];
                }
                case Op.I64_ADD, Op.I64_SUB, Op.I64_MUL -> binary((byte) ValueType.I64.code());
                case Op.END -> {
                    if (height != 1 || types[0] != type) {
                        throw cursor.fault(
                                Reason.INVALID, at, "type mismatch in constant expression");
                    }
                    return values[0];
                }
                default -> throw notConstant();
            }
        }
        throw cursor.fault(
                Reason.LIMIT_EXCEEDED,
                at,
                "constant expression exceeds " + MAX_INSTRUCTIONS + " instructions");
    }

    /** Returns the high half of the last value, which is zero for all but vectors. */
    long high() {
        return high;
    }

    /** Returns the type that the instruction pushes. */
    private byte pushed() {
        return (byte) Op.gives(instruction.op()).charAt(0);
    }

    /** Reads a little-endian number, which begins some bytes before the end of the instruction. */
    private long bits(int fromEnd, int count) {
        int from = instruction.end() - fromEnd;
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (layout.bytes()[from + i] & 0xFF);
        }
        return value;
    }

    private void countExtended() throws InvalidModuleException {
        if (++extended > MAX_EXTENDED_INSTRUCTIONS) {
            throw cursor.fault(
                    Reason.LIMIT_EXCEEDED,
                    instruction.start(),
                    "extended constant expressions of the module exceed "
                            + MAX_EXTENDED_INSTRUCTIONS
                            + " instructions in all");
        }
    }

    private InvalidModuleException notConstant() {
        return cursor.fault(Reason.INVALID, instruction.start(), "constant expression required");
    }

    private int checked(String kind, int bound) throws InvalidModuleException {
        if (instruction.first() >= bound) {
            throw cursor.fault(
                    Reason.INVALID,
                    instruction.start(),
                    "unknown " + kind + " " + instruction.first());
        }
        return (int) instruction.first();
    }

    private void push(byte type, long value) throws InvalidModuleException {
        if (height == MAX_OPERANDS) {
            throw cursor.fault(
                    Reason.LIMIT_EXCEEDED,
                    instruction.start(),
                    "constant expression exceeds " + MAX_OPERANDS + " operands");
        }
        types[height] = type;
        values[height++] = value;
    }

    private void binary(byte type) throws InvalidModuleException {
        if (height < 2 || types[height - 1] != type || types[height - 2] != type) {
            throw cursor.fault(
                    Reason.INVALID, instruction.start(), "type mismatch in constant expression");
        }
        height--;
        long left = values[height - 1];
        long right = values[height];
        values[height - 1] =
                switch (instruction.op()) {
                    case Op.I32_ADD, Op.I64_ADD -> left + right;
                    case Op.I32_SUB, Op.I64_SUB -> left - right;
                    default -> left * right;
                };
    }
}
