package org.vexhost.sandbox.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The contents of a memory at one moment. Only pages that are not all zeros are stored, as runs of
 * bytes. Each image is equal only to itself, so that it can be the key of a pool of arrays.
 * Immutable and thread-safe.
 */
public final class MemoryImage {

    /** The size of a page, in bytes. A page is stored as a whole or not at all. */
    static final int PAGE_BYTES = 4_096;

    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    /** The maximum number of bytes by which an array is longer than the memory, as room to grow. */
    private static final int MAX_ROOM_BYTES = 4 << 20;

    private final int sizeBytes;
    private final int arrayBytes;
    private final int storedBytes;
    private final List<Run> runs;

    /**
     * A run of bytes of a memory.
     *
     * @param offset the address of the first byte
     * @param bytes the bytes; not copied, and must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Private to this package, and never compared.
    record Run(int offset, byte[] bytes) {}

    /**
     * Creates an image from runs.
     *
     * @param sizeBytes the size of the memory, in bytes
     * @param maxBytes the size to which the memory may grow, in bytes
     * @param runs the runs in order of address; they must be inside the memory and not overlap
     * @throws IllegalArgumentException if the runs are out of order, overlap, or exceed the memory
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
        // A call that allocates usually grows its memory early. Growing beyond the array would copy
        // it.
        long room = Math.min(sizeBytes / 2, MAX_ROOM_BYTES);
        this.arrayBytes = (int) Math.min(sizeBytes + room, maxBytes);
        this.storedBytes = stored;
        this.runs = List.copyOf(runs);
    }

    /**
     * Returns the image of a memory; the contents are copied.
     *
     * @param data the array of the memory
     * @param sizeBytes the size of the memory in bytes; at most the length of the array
     * @param maxBytes the size to which the memory may grow, in bytes
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

    /** Returns the number of bytes that the image of a memory would store. */
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

    /** Returns the size of the memory, in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /**
     * Returns the length of an array for this memory, in bytes: the size of the memory, plus zeros
     * into which it can grow.
     */
    public int arrayBytes() {
        return arrayBytes;
    }

    /** Returns the number of stored bytes. */
    public int storedBytes() {
        return storedBytes;
    }

    List<Run> runs() {
        return runs;
    }

    /**
     * Copies the memory into an array of zeros.
     *
     * @param zeros an array at least as long as the memory
     */
    public void copyTo(byte[] zeros) {
        for (Run run : runs) {
            System.arraycopy(run.bytes(), 0, zeros, run.offset(), run.bytes().length);
        }
    }

    /**
     * Restores an array, with any contents, to what it contained after {@link #copyTo}.
     *
     * @param used an array at least as long as the memory
     */
    public void restore(byte[] used) {
        int at = 0;
        for (Run run : runs) {
            ArrayFill.zero(used, at, run.offset());
            System.arraycopy(run.bytes(), 0, used, run.offset(), run.bytes().length);
            at = run.offset() + run.bytes().length;
        }
        ArrayFill.zero(used, at, used.length);
    }
}
