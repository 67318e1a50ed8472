package org.vexhost.sandbox.snapshot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A guest as it was when its initialisation had ended: all that its instructions can see, and no
 * more. Immutable and thread-safe.
 */
public final class Snapshot {

    private final MemoryImage memory;
    private final long[] globals;
    private final int[][] tables;
    private final BitSet droppedData;
    private final BitSet droppedElements;

    /**
     * Copies everything but the image.
     *
     * @param memory its memory
     * @param globals its globals, by index; floats as their bits
     * @param tables the references in its tables, by index
     * @param droppedData indexes of the data segments that it has no more
     * @param droppedElements indexes of the element segments that it has no more
     */
    public Snapshot(
            MemoryImage memory,
            long[] globals,
            int[][] tables,
            BitSet droppedData,
            BitSet droppedElements) {
        this.memory = Objects.requireNonNull(memory, "memory");
        this.globals = globals.clone();
        this.tables = Arrays.stream(tables).map(int[]::clone).toArray(int[][]::new);
        this.droppedData = (BitSet) droppedData.clone();
        this.droppedElements = (BitSet) droppedElements.clone();
    }

    /** Its memory. */
    public MemoryImage memory() {
        return memory;
    }

    /** How many globals it has. */
    public int globalCount() {
        return globals.length;
    }

    /** A global, a float as its bits. */
    public long global(int index) {
        return globals[index];
    }

    /** How many tables it has. */
    public int tableCount() {
        return tables.length;
    }

    /** The references in a table; a copy. */
    public int[] table(int index) {
        return tables[index].clone();
    }

    /** How many elements all tables have together. */
    public int tableElements() {
        return Arrays.stream(tables).mapToInt(table -> table.length).sum();
    }

    /** Indexes of the data segments that the guest has no more; a copy. */
    public BitSet droppedData() {
        return (BitSet) droppedData.clone();
    }

    /** Indexes of the element segments that the guest has no more; a copy. */
    public BitSet droppedElements() {
        return (BitSet) droppedElements.clone();
    }

    /** The heap that it holds, in bytes. */
    public long heapBytes() {
        return heapBytes(memory.storedBytes(), globals.length, tableElements());
    }

    /** The heap that a snapshot of some guest would hold, in bytes. */
    public static long heapBytes(long storedBytes, long globals, long tableElements) {
        return storedBytes + Long.BYTES * globals + Integer.BYTES * tableElements;
    }
}
