package org.vexhost.sandbox.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A memory as it was at one moment: the pages that are not all zeros, in runs. Immutable and
 * thread-safe; equal to itself only, so that arrays can be kept for each image.
 */
public final class MemoryImage {

    /** What is stored or left out together, in bytes. */
    static final int PAGE_BYTES = 4_096;

    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    /** The most room to grow that an array has beyond the memory, in bytes. */
    private static final int MAX_ROOM_BYTES = 4 << 20;

    private final int sizeBytes;
    private final int arrayBytes;
    private final int storedBytes;
    private final List<Run> runs;

    /**
     * Bytes of a memory.
     *
     * @param offset where they are
     * @param bytes what they are; not copied, and not to be written to
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on inside this package, compared by nobody.
    record Run(int offset, byte[] bytes) {}

    /**
     * Puts runs together.
     *
     * @param sizeBytes of the memory
     * @param maxBytes of what it may grow to
     * @param runs in order, inside the memory, none over another
     * @throws IllegalArgumentException if they are not
     */
    MemoryImage(int sizeBytes, int maxBytes, List<Run> runs) {
        int end = 0;
        int stored = 0;
        for (Run run : runs) {
            if (run.offset() < end || run.bytes().length > sizeBytes - run.offset()) {
                throw new IllegalArgumentException("run of a memory is outside of it");
            }
            end = run.offset() + run.bytes().length;
            stored += run.bytes().length;
        }
        if (sizeBytes < 0 || maxBytes < sizeBytes) {
            throw new IllegalArgumentException("memory exceeds what it may grow to");
        }
        this.sizeBytes = sizeBytes;
        // A call that allocates grows memory at once as a rule, and growing copies.
        long room = Math.min(sizeBytes / 2, MAX_ROOM_BYTES);
        this.arrayBytes = (int) Math.min(sizeBytes + room, maxBytes);
        this.storedBytes = stored;
        this.runs = List.copyOf(runs);
    }

    /**
     * Returns the image of a memory, which is copied.
     *
     * @param data holds the memory
     * @param sizeBytes of the memory; at most as long as the array
     * @param maxBytes of what it may grow to
     */
    public static MemoryImage of(byte[] data, int sizeBytes, int maxBytes) {
        List<Run> runs = new ArrayList<>();
        int at = 0;
        while (at < sizeBytes) {
            int end = at;
            while (end < sizeBytes && !isZero(data, end, pageEnd(end, sizeBytes))) {
                end = pageEnd(end, sizeBytes);
            }
            if (end > at) {
                runs.add(new Run(at, Arrays.copyOfRange(data, at, end)));
            }
            at = pageEnd(end, sizeBytes);
        }
        return new MemoryImage(sizeBytes, maxBytes, runs);
    }

    /** Returns how many bytes the image of a memory would store. */
    public static int storedBytes(byte[] data, int sizeBytes) {
        int stored = 0;
        for (int at = 0; at < sizeBytes; at = pageEnd(at, sizeBytes)) {
            int end = pageEnd(at, sizeBytes);
            stored += isZero(data, at, end) ? 0 : end - at;
        }
        return stored;
    }

    private static int pageEnd(int at, int sizeBytes) {
        return Math.min(sizeBytes - at, PAGE_BYTES) + at;
    }

    private static boolean isZero(byte[] data, int from, int to) {
        return Arrays.mismatch(data, from, to, ZEROS, 0, to - from) < 0;
    }

    /** The size of the memory, in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** The length of the arrays that hold it: the memory, and zeros that it can grow into. */
    public int arrayBytes() {
        return arrayBytes;
    }

    /** Bytes that are stored. */
    public int storedBytes() {
        return storedBytes;
    }

    List<Run> runs() {
        return runs;
    }

    /**
     * Copies the memory into an array of zeros.
     *
     * @param zeros at least as long as the memory
     */
    public void copyTo(byte[] zeros) {
        for (Run run : runs) {
            System.arraycopy(run.bytes(), 0, zeros, run.offset(), run.bytes().length);
        }
    }

    /**
     * Makes an array what it is after {@link #copyTo}, whatever is in it.
     *
     * @param used at least as long as the memory
     */
    public void restore(byte[] used) {
        int at = 0;
        for (Run run : runs) {
            Arrays.fill(used, at, run.offset(), (byte) 0);
            System.arraycopy(run.bytes(), 0, used, run.offset(), run.bytes().length);
            at = run.offset() + run.bytes().length;
        }
        Arrays.fill(used, at, used.length, (byte) 0);
    }
}
