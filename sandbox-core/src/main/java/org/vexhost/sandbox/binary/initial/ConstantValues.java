package org.vexhost.sandbox.binary.initial;

import java.util.Arrays;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/**
 * Evaluates the constant expressions of a validated module, in the order of the module. A module
 * can import only functions. The value of an expression is therefore the same for all instances.
 */
final class ConstantValues {

    private final byte[] bytes;
    private final Instruction instruction;
    private long[] globals = new long[16];

    /** The high halves of the globals. Only vectors have a high half other than zero. */
    private long[] highs = new long[16];

    private int globalCount;
    private long[] stack = new long[16];
    private int height;

    /** The high half of the value that was pushed last, if it is a vector. */
    private long high;

    /**
     * Creates an evaluator.
     *
     * @param bytes the module
     * @param cursor the position in the module, which each evaluation moves
     */
    ConstantValues(byte[] bytes, Cursor cursor) {
        this.bytes = bytes;
        this.instruction = new Instruction(cursor, 0);
    }

    /** Evaluates the initial value of the next global, which later expressions can refer to. */
    void addGlobal() throws InvalidModuleException {
        long value = next();
        if (globalCount == globals.length) {
            globals = Arrays.copyOf(globals, 2 * globalCount);
            highs = Arrays.copyOf(highs, 2 * globalCount);
        }
        highs[globalCount] = high;
        globals[globalCount++] = value;
    }

    /** Returns the values of the globals; of vectors, the low halves. */
    long[] globals() {
        return Arrays.copyOf(globals, globalCount);
    }

    /** Returns the high halves of the globals, which are zero for all but vectors. */
    long[] highs() {
        return Arrays.copyOf(highs, globalCount);
    }

    /**
     * Evaluates the expression at the cursor. Returns a float as its bits, a reference as the index
     * of its function or {@link InitialState#NULL}, and a vector as its low half.
     */
    long next() throws InvalidModuleException {
        height = 0;
        high = 0;
        while (true) {
            instruction.next();
            int value = instruction.end();
            switch (instruction.op()) {
                case Op.I32_CONST, Op.I64_CONST, Op.REF_FUNC -> push(instruction.first());
                case Op.F32_CONST -> push32(bits(value - Float.BYTES, Float.BYTES));
                case Op.F64_CONST -> push(bits(value - Double.BYTES, Double.BYTES));
                case VectorOp.CONST -> {
                    push(bits(value - Instruction.VECTOR_BYTES, Long.BYTES));
                    high = bits(value - Long.BYTES, Long.BYTES);
                }
                case Op.REF_NULL -> push(InitialState.NULL);
                case Op.GLOBAL_GET -> {
                    int index = (int) instruction.first();
                    push(globals[index]);
                    high = highs[index];
                }
                case Op.I32_ADD -> push32(pop() + pop());
                case Op.I32_SUB -> push32(-pop() + pop());
                case Op.I32_MUL -> push32(pop() * pop());
                case Op.I64_ADD -> push(pop() + pop());
                case Op.I64_SUB -> push(-pop() + pop());
                case Op.I64_MUL -> push(pop() * pop());
                case Op.END -> {
                    return pop();
                }
                default ->
                        throw new IllegalArgumentException(
                                "not an instruction of a constant expression: " + instruction.op());
            }
        }
    }

    /** Reads a little-endian number. */
    private long bits(int from, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (bytes[from + i] & 0xFF);
        }
        return value;
    }

    /** Pushes a 32-bit number, sign-extended as the engine represents it. */
    private void push32(long value) {
        int low = (int) value;
        push(low);
    }

    private void push(long value) {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, 2 * height);
        }
        stack[height++] = value;
    }

    private long pop() {
        return stack[--height];
    }
}
