package org.vexhost.sandbox.binary;

import java.util.Arrays;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * The types of the operands on the stack, and the open blocks, as in the specification's algorithm.
 * After an unconditional branch, an operand of any type may be popped.
 */
final class TypeStack {

    static final byte UNKNOWN = 0;

    private final Faults faults;
    private final ModuleLimits limits;
    private final CompileCost cost;

    private byte[] operands = new byte[64];
    private int height;
    private int maxHeight;

    private int[] frameOps = new int[32];
    private int[] frameHeights = new int[32];
    private byte[][] frameParams = new byte[32][];
    private byte[][] frameResults = new byte[32][];
    private boolean[] frameUnreachable = new boolean[32];
    private int frames;

    /** The number of parameters of open blocks, which metered code stores in local variables. */
    private int waiting;

    private int maxWaiting;

    TypeStack(Faults faults, ModuleLimits limits, CompileCost cost) {
        this.faults = faults;
        this.limits = limits;
        this.cost = cost;
    }

    void clear() {
        height = 0;
        maxHeight = 0;
        frames = 0;
        waiting = 0;
        maxWaiting = 0;
    }

    /** Returns the current number of values. */
    int size() {
        return height + waiting;
    }

    /** Returns the largest number of values since {@link #clear}. */
    int maxSize() {
        return maxHeight + maxWaiting;
    }

    /** Returns the number of open blocks, including the function's own. */
    int depth() {
        return frames;
    }

    /** Returns the opcode of the innermost block. */
    int op() {
        return frameOps[frames - 1];
    }

    /** Returns the opcode of an enclosing block; depth 0 is the innermost block. */
    int op(int depth) {
        return frameOps[frames - 1 - depth];
    }

    byte[] params() {
        return frameParams[frames - 1];
    }

    byte[] results() {
        return frameResults[frames - 1];
    }

    /** Returns the results of the function. */
    byte[] functionResults() {
        return frameResults[0];
    }

    /**
     * Checks that the innermost block leaves exactly its results on the stack, pops them, and
     * closes the block.
     */
    void close() throws InvalidModuleException {
        int top = frames - 1;
        popAll(frameResults[top]);
        if (height != frameHeights[top]) {
            throw faults.invalid("type mismatch: values remain on the stack at the end of a block");
        }
        waiting -= frameParams[top].length;
        frames--;
    }

    void open(int op, byte[] params, byte[] results) throws InvalidModuleException {
        if (frames == frameOps.length) {
            int more = frames * 2;
            frameOps = Arrays.copyOf(frameOps, more);
            frameHeights = Arrays.copyOf(frameHeights, more);
            frameParams = Arrays.copyOf(frameParams, more);
            frameResults = Arrays.copyOf(frameResults, more);
            frameUnreachable = Arrays.copyOf(frameUnreachable, more);
        }
        if (frames > limits.maxNesting()) {
            throw faults.over("nesting", "maxNesting", limits.maxNesting(), frames);
        }
        frameOps[frames] = op;
        frameHeights[frames] = height;
        frameParams[frames] = params;
        frameResults[frames] = results;
        frameUnreachable[frames] = false;
        frames++;
        waiting += params.length;
        maxWaiting = Math.max(maxWaiting, waiting);
        if (waiting > limits.maxOperands()) {
            throw faults.over(
                    "values in open blocks", "maxOperands", limits.maxOperands(), waiting);
        }
        pushAll(params);
    }

    /** Returns the types of the values that a branch carries. */
    byte[] label(int depth) {
        int frame = frames - 1 - depth;
        return frameOps[frame] == Op.LOOP ? frameParams[frame] : frameResults[frame];
    }

    /** Records that the rest of this block is unreachable. */
    void unreachable() {
        height = frameHeights[frames - 1];
        frameUnreachable[frames - 1] = true;
    }

    void push(byte type) throws InvalidModuleException {
        if (height == operands.length) {
            operands = Arrays.copyOf(operands, height * 2);
        }
        operands[height++] = type;
        if (height > maxHeight) {
            maxHeight = height;
            if (height > limits.maxOperands()) {
                throw faults.over("operand stack", "maxOperands", limits.maxOperands(), height);
            }
        }
    }

    void pushAll(byte[] types) throws InvalidModuleException {
        cost.countTypes(types.length);
        for (byte type : types) {
            push(type);
        }
    }

    byte popAny() throws InvalidModuleException {
        if (height == frameHeights[frames - 1]) {
            if (frameUnreachable[frames - 1]) {
                return UNKNOWN;
            }
            throw faults.invalid("type mismatch: operand expected, stack is empty");
        }
        return operands[--height];
    }

    void pop(byte expected) throws InvalidModuleException {
        byte actual = popAny();
        if (actual != expected && actual != UNKNOWN) {
            throw faults.mismatch(expected, actual);
        }
    }

    void popAll(byte[] types) throws InvalidModuleException {
        for (int i = types.length - 1; i >= 0; i--) {
            pop(types[i]);
        }
    }

    /** Checks the types of the top operands without popping them. */
    void peekAll(byte[] types) throws InvalidModuleException {
        int at = height;
        int floor = frameHeights[frames - 1];
        for (int i = types.length - 1; i >= 0; i--) {
            if (at == floor) {
                if (frameUnreachable[frames - 1]) {
                    return;
                }
                throw faults.invalid("type mismatch: operand expected, stack is empty");
            }
            byte actual = operands[--at];
            if (actual != types[i] && actual != UNKNOWN) {
                throw faults.mismatch(types[i], actual);
            }
        }
    }
}
