package org.vexhost.sandbox.guest;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Evaluates the constant expressions of a valid module. A module can import only functions. The
 * value of an expression is therefore the same for all instances, and is computed once when the
 * module is loaded.
 */
final class ConstantValues {

    private long[] globals = new long[16];

    /** The high halves of the globals. Only vectors have a high half other than zero. */
    private long[] highs = new long[16];

    /** The high halves of the vector globals, in order. */
    private final LongStream.Builder halves = LongStream.builder();

    private int globalCount;
    private long[] stack = new long[16];
    private int height;

    /** The high half of the value that was pushed last, if it is a vector. */
    private long high;

    /** Evaluates the initial value of a global, which later expressions can refer to. */
    long addGlobal(List<Instruction> expression) {
        long value = evaluate(expression);
        if (globalCount == globals.length) {
            globals = Arrays.copyOf(globals, 2 * globalCount);
            highs = Arrays.copyOf(highs, 2 * globalCount);
        }
        highs[globalCount] = high;
        globals[globalCount++] = value;
        return value;
    }

    /** Evaluates the initial value of a vector global, and returns its low half. */
    long addVector(List<Instruction> expression) {
        long low = addGlobal(expression);
        halves.add(high);
        return low;
    }

    /** Returns the high halves of the vector globals, in order; can be called once. */
    long[] halves() {
        return halves.build().toArray();
    }

    /** Evaluates an expression; a float is returned as its bits. */
    long evaluate(List<Instruction> expression) {
        height = 0;
        high = 0;
        for (Instruction instruction : expression) {
            switch (instruction.opcode()) {
                case I32_CONST, I64_CONST, F32_CONST, F64_CONST, REF_FUNC ->
                        push(instruction.operand(0));
                case V128_CONST -> {
                    push(instruction.operand(0));
                    high = instruction.operand(1);
                }
                case REF_NULL -> push(Value.REF_NULL_VALUE);
                case GLOBAL_GET -> {
                    int index = (int) instruction.operand(0);
                    push(global(index));
                    high = highs[index];
                }
                case I32_ADD -> push32(pop() + pop());
                case I32_SUB -> push32(-pop() + pop());
                case I32_MUL -> push32(pop() * pop());
                case I64_ADD -> push(pop() + pop());
                case I64_SUB -> push(-pop() + pop());
                case I64_MUL -> push(pop() * pop());
                case END -> {}
                default ->
                        throw new IllegalArgumentException(
                                "not an instruction of a constant expression: "
                                        + instruction.opcode());
            }
        }
        return pop();
    }

    private long global(int index) {
        if (index >= globalCount) {
            throw new IllegalArgumentException("global " + index + " has no value yet");
        }
        return globals[index];
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
