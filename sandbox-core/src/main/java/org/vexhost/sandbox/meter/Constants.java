package org.vexhost.sandbox.meter;

import java.util.Arrays;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Tracks which locals and operands have a known 32-bit constant value, to the same extent as
 * Wasmtime. Wasmtime does not check fuel at small bulk operations of known length. After control
 * has branched and merged again, the value of a local is known only if the local was not written in
 * between. In a loop, it is known only if the local was written inside the loop.
 */
public final class Constants {

    private static final long UNKNOWN = -1;

    private final long[] values;
    private final int[] written;
    private long top = UNKNOWN;

    private int[] frameStart = new int[16];
    private boolean[] frameJoins = new boolean[16];
    private int frames;

    public Constants(int locals, int params) {
        values = new long[locals];
        written = new int[locals];
        Arrays.fill(values, 0, params, UNKNOWN);
        open(0, false);
    }

    /** Returns the constant on top of the stack as an unsigned number, or -1 if it is not known. */
    public long top() {
        return top;
    }

    /** Records a branch. */
    public void branch(long depth) {
        int frame = frames - 1 - (int) depth;
        if (frame >= 0) {
            frameJoins[frame] = true;
        }
    }

    /** Records the latest instruction. */
    public void after(Instruction in) {
        long before = top;
        top = UNKNOWN;
        int at = in.start();
        switch (in.op()) {
            case Op.I32_CONST -> top = in.first() & 0xFFFF_FFFFL;
            case Op.LOCAL_GET -> top = values[(int) in.first()];
            case Op.LOCAL_SET -> set((int) in.first(), before, at);
            case Op.LOCAL_TEE -> {
                set((int) in.first(), before, at);
                top = before;
            }
            case Op.BLOCK, Op.TRY_TABLE -> open(at, false);
            case Op.IF, Op.TRY -> open(at, true);
            case Op.LOOP -> {
                open(at, false);
                Arrays.fill(values, UNKNOWN);
            }
            case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> forget(frameStart[frames - 1]);
            case Op.END, Op.DELEGATE -> {
                frames--;
                if (frameJoins[frames]) {
                    forget(frameStart[frames]);
                }
            }
            case Op.BR, Op.BR_IF -> branch(in.first());
            default -> {}
        }
    }

    private void set(int local, long value, int at) {
        values[local] = value;
        written[local] = at;
    }

    private void open(int at, boolean joins) {
        if (frames == frameStart.length) {
            frameStart = Arrays.copyOf(frameStart, frames * 2);
            frameJoins = Arrays.copyOf(frameJoins, frames * 2);
        }
        frameStart[frames] = at;
        frameJoins[frames] = joins;
        frames++;
    }

    private void forget(int since) {
        for (int i = 0; i < values.length; i++) {
            if (written[i] > since) {
                values[i] = UNKNOWN;
            }
        }
    }
}
