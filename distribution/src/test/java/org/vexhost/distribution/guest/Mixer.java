package org.vexhost.distribution.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A function from one number to another, made of random steps: as WebAssembly, and as what it has
 * to compute. It loops, branches, and works on memory, so that a compiler has as much to do with it
 * as with code that somebody wrote.
 */
final class Mixer {

    private static final int ROUNDS = 2;
    private static final int SCRATCH = 32_768;
    private static final int SCRATCH_WORDS = 64;
    private static final int STATE = 1;
    private static final int ROUND = 2;

    private record Step(int operator, int constant) {}

    private final List<Step> steps = new ArrayList<>();

    Mixer(Random random, int count) {
        for (int i = 0; i < count; i++) {
            steps.add(new Step(random.nextInt(10), random.nextInt()));
        }
    }

    /** The body of a function of one parameter, with its locals. */
    WasmWriter body() {
        WasmWriter out = new WasmWriter();
        out.unsigned(1).unsigned(2).raw(WasmWriter.I32);
        out.get(0).set(STATE);
        out.raw(WasmWriter.LOOP, WasmWriter.EMPTY);
        for (Step step : steps) {
            write(out, step);
        }
        out.get(ROUND).constant(1).raw(WasmWriter.I32_ADD, WasmWriter.LOCAL_TEE, ROUND);
        out.constant(ROUNDS).raw(WasmWriter.I32_LT_U, WasmWriter.BR_IF, 0);
        out.raw(WasmWriter.END);
        out.get(STATE).get(0).raw(WasmWriter.I32_XOR, WasmWriter.END);
        return out;
    }

    private static void write(WasmWriter out, Step step) {
        switch (step.operator()) {
            case 0 -> binary(out, step, WasmWriter.I32_ADD);
            case 1 -> binary(out, step, WasmWriter.I32_SUB);
            case 2 -> binary(out, step, WasmWriter.I32_XOR);
            case 3 ->
                    out.get(STATE).constant(step.constant() | 1).raw(WasmWriter.I32_MUL).set(STATE);
            case 4 ->
                    out.get(STATE)
                            .constant(step.constant() & 31)
                            .raw(WasmWriter.I32_ROTL)
                            .set(STATE);
            case 5 ->
                    out.get(STATE)
                            .get(STATE)
                            .constant(1 + (step.constant() & 15))
                            .raw(WasmWriter.I32_SHR_U, WasmWriter.I32_XOR)
                            .set(STATE);
            case 6 -> {
                address(out);
                out.get(STATE).raw(WasmWriter.I32_STORE, 2, 0);
                binary(out, step, WasmWriter.I32_ADD);
            }
            case 7 -> {
                out.get(STATE);
                address(out);
                out.raw(WasmWriter.I32_LOAD, 2, 0).raw(WasmWriter.I32_ADD).set(STATE);
            }
            default -> {
                out.get(STATE).constant(1 << (step.constant() & 31)).raw(WasmWriter.I32_AND);
                out.raw(WasmWriter.IF, WasmWriter.EMPTY);
                binary(out, step, WasmWriter.I32_ADD);
                out.raw(WasmWriter.ELSE);
                binary(out, step, WasmWriter.I32_XOR);
                out.raw(WasmWriter.END);
            }
        }
    }

    private static void binary(WasmWriter out, Step step, int operator) {
        out.get(STATE).constant(step.constant()).raw(operator).set(STATE);
    }

    /** A word of the scratch memory that the state chooses. */
    private static void address(WasmWriter out) {
        out.get(STATE).constant((SCRATCH_WORDS - 1) * 4).raw(WasmWriter.I32_AND);
        out.constant(SCRATCH).raw(WasmWriter.I32_ADD);
    }

    /** Scratch memory as every call finds it. */
    static int[] newScratch() {
        return new int[SCRATCH_WORDS];
    }

    /** What the function has to compute. */
    int apply(int input, int[] scratch) {
        int state = input;
        for (int round = 0; round < ROUNDS; round++) {
            for (Step step : steps) {
                state = apply(step, state, scratch);
            }
        }
        return state ^ input;
    }

    private static int apply(Step step, int state, int[] scratch) {
        int constant = step.constant();
        int word = (state >>> 2) & (SCRATCH_WORDS - 1);
        return switch (step.operator()) {
            case 0 -> state + constant;
            case 1 -> state - constant;
            case 2 -> state ^ constant;
            case 3 -> state * (constant | 1);
            case 4 -> Integer.rotateLeft(state, constant & 31);
            case 5 -> state ^ (state >>> (1 + (constant & 15)));
            case 6 -> {
                scratch[word] = state;
                yield state + constant;
            }
            case 7 -> state + scratch[word];
            default -> (state & (1 << (constant & 31))) != 0 ? state + constant : state ^ constant;
        };
    }
}
