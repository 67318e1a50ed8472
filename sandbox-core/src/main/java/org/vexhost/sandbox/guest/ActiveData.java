package org.vexhost.sandbox.guest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vexhost.sandbox.binary.InitialState;
import org.vexhost.sandbox.binary.InitialState.Data;
import org.vexhost.sandbox.binary.InitialState.Use;

/**
 * The active data segments of a module. Compilers divide the initial memory into tens of thousands
 * of segments with small gaps of zeros. This class joins them, so that each new instance copies a
 * few large arrays. Immutable.
 */
final class ActiveData {

    /** The maximum number of zeros between two segments that are joined. */
    private static final int MAX_GAP_BYTES = 256;

    /** Segments that are copied at once; some of them may lie outside of the memory. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Chunk(int offset, byte[] bytes) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private final BitSet segments = new BitSet();

    ActiveData(InitialState state) {
        List<Data> active = new ArrayList<>();
        for (int i = 0; i < state.data().size(); i++) {
            Data segment = state.data().get(i);
            if (segment.use() == Use.ACTIVE) {
                segments.set(i);
                active.add(segment);
            }
        }
        long highest = 0;
        for (int from = 0; from < active.size(); ) {
            // Zeros may only be written where no earlier segment has written.
            long end = end(active.get(from));
            boolean isHighest = end >= highest;
            int to = from + 1;
            while (to < active.size() && isHighest && follows(active.get(to), end)) {
                end = end(active.get(to));
                to++;
            }
            highest = Math.max(highest, end);
            chunks.add(chunk(state.bytes(), active.subList(from, to), end));
            from = to;
        }
    }

    private static boolean follows(Data next, long end) {
        long gap = start(next) - end;
        return gap >= 0 && gap <= MAX_GAP_BYTES && end(next) <= Integer.MAX_VALUE;
    }

    private static Chunk chunk(byte[] module, List<Data> segments, long end) {
        int offset = segments.get(0).offset();
        byte[] bytes = new byte[(int) (end - start(segments.get(0)))];
        for (Data each : segments) {
            System.arraycopy(module, each.from(), bytes, each.offset() - offset, each.length());
        }
        return new Chunk(offset, bytes);
    }

    private static long start(Data segment) {
        return Integer.toUnsignedLong(segment.offset());
    }

    private static long end(Data segment) {
        return start(segment) + segment.length();
    }

    /** Returns the indexes of the active segments among all data segments. */
    BitSet segments() {
        return segments;
    }

    /** Returns how many chunks {@link #write} writes. */
    int chunks() {
        return chunks.size();
    }

    /**
     * Writes a chunk.
     *
     * @throws GuestTrapException if one of its segments does not fit
     */
    void write(int index, FlatMemory memory) {
        Chunk chunk = chunks.get(index);
        memory.write(chunk.offset(), chunk.bytes(), 0, chunk.bytes().length);
    }
}
