package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import java.util.TreeMap;
import org.vexhost.sandbox.codegen.assembler.MethodCode;

/**
 * Writes half of a shuffle. Bytes that come from the same half of an operand and move by the same
 * distance are handled together: the half is shifted, and all other bytes are masked out.
 */
final class ShuffleWriter {

    private static final int BYTES = 8;
    private static final long BYTE = 0xFF;

    private ShuffleWriter() {}

    /**
     * Pushes one half of the result.
     *
     * @param temps the four halves of the operands
     * @param lanes the selected bytes, one per byte, each below 32
     */
    static void half(MethodCode code, VectorTemps temps, long lanes) {
        boolean isFirst = true;
        for (Map.Entry<Integer, Long> run : runs(lanes).entrySet()) {
            int source = run.getKey() >> 4;
            int distance = (run.getKey() & 0xF) - BYTES;
            temps.load(source);
            if (distance != 0) {
                code.push(Math.abs(distance) * BYTES);
                code.mv.visitInsn(distance > 0 ? LSHL : LUSHR);
            }
            if (run.getValue() != reach(distance)) {
                code.push((long) run.getValue());
                code.mv.visitInsn(LAND);
            }
            if (!isFirst) {
                code.mv.visitInsn(LOR);
            }
            isFirst = false;
        }
    }

    /** Returns the mask of the bytes that a shift does not clear. */
    private static long reach(int distance) {
        int bits = distance * BYTES;
        return distance > 0 ? -1L << bits : -1L >>> -bits;
    }

    /** Returns the masks of bytes by source and distance. */
    private static Map<Integer, Long> runs(long lanes) {
        Map<Integer, Long> runs = new TreeMap<>();
        for (int to = 0; to < BYTES; to++) {
            int bit = to * BYTES;
            int from = (int) (lanes >>> bit) & 0x1F;
            int distance = to - from % BYTES;
            int source = from / BYTES;
            runs.merge(source << 4 | (distance + BYTES), BYTE << bit, (a, b) -> a | b);
        }
        return runs;
    }
}
