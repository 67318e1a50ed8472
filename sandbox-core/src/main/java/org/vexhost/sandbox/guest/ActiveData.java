package org.vexhost.sandbox.guest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
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

    /** The heap that a chunk needs besides its bytes. */
    private static final int CHUNK_BYTES = 44;

    /** Segments that are copied at once; some of them may lie outside of the memory. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Chunk(int offset, byte[] bytes) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private final BitSet segments = new BitSet();

    /**
     * The number of zeros that may still be added. All of them take no more heap than the segments
     * would take one by one.
     */
    private long zeros;

    ActiveData(InitialState state) {
        List<Data> active = new ArrayList<>();
        for (int i = 0; i < state.data().size(); i++) {
            Data segment = state.data().get(i);
            if (segment.use() == Use.ACTIVE) {
                segments.set(i);
                active.add(segment);
                zeros += segment.length() + CHUNK_BYTES;
            }
        }
        List<Data> sorted = new ArrayList<>(active);
        sorted.sort(Comparator.comparingLong(ActiveData::start));
        if (areSeparate(sorted)) {
            join(state.bytes(), sorted);
        } else {
            // Later segments replace what earlier ones have written.
            active.forEach(each -> add(state.bytes(), List.of(each)));
        }
    }

    private static boolean areSeparate(List<Data> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (start(sorted.get(i)) < end(sorted.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private void join(byte[] module, List<Data> sorted) {
        for (int from = 0; from < sorted.size(); ) {
            int to = from + 1;
            while (to < sorted.size() && follows(sorted.get(to), end(sorted.get(to - 1)))) {
                zeros -= start(sorted.get(to)) - end(sorted.get(to - 1));
                to++;
            }
            add(module, sorted.subList(from, to));
            from = to;
        }
    }

    private boolean follows(Data next, long end) {
        long gap = start(next) - end;
        return gap <= Math.min(MAX_GAP_BYTES, zeros) && end(next) <= Integer.MAX_VALUE;
    }

    private void add(byte[] module, List<Data> joined) {
        int offset = joined.get(0).offset();
        long end = end(joined.get(joined.size() - 1));
        byte[] bytes = new byte[(int) (end - start(joined.get(0)))];
        for (Data each : joined) {
            System.arraycopy(module, each.from(), bytes, each.offset() - offset, each.length());
        }
        chunks.add(new Chunk(offset, bytes));
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
