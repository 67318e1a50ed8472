package org.vexhost.sandbox.snapshot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * The state of a guest at the end of its initialisation: everything that its instructions can
 * observe. Immutable and thread-safe.
 */
public final class Snapshot {

    private final MemoryImage memory;
    private final long[] globals;
    private final int[][] tables;
    private final BitSet droppedData;
    private final BitSet droppedElements;

    /**
     * Creates a snapshot. Everything except the image is copied.
     *
     * @param memory the guest's memory
     * @param globals the guest's globals, by index, with floats as their bits
     * @param tables the references in the guest's tables, by the index of the table
     * @param droppedData indexes of the dropped data segments
     * @param droppedElements indexes of the dropped element segments
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

    /** Returns the memory. */
    public MemoryImage memory() {
        return memory;
    }

    /** Returns the number of globals. */
    public int globalCount() {
        return globals.length;
    }

    /** Returns a global; a float is returned as its bits. */
    public long global(int index) {
        return globals[index];
    }

    /** Returns the number of tables. */
    public int tableCount() {
        return tables.length;
    }

    /** Returns a copy of the references in a table. */
    public int[] table(int index) {
        return tables[index].clone();
    }

    /** Returns the number of elements of all tables together. */
    public int tableElements() {
        return Arrays.stream(tables).mapToInt(table -> table.length).sum();
    }

    /** Returns a copy of the indexes of the dropped data segments. */
    public BitSet droppedData() {
        return (BitSet) droppedData.clone();
    }

    /** Returns a copy of the indexes of the dropped element segments. */
    public BitSet droppedElements() {
        return (BitSet) droppedElements.clone();
    }

    /** Returns the heap that this snapshot occupies, in bytes. */
    public long heapBytes() {
        return heapBytes(memory.storedBytes(), globals.length, tableElements());
    }

    /** Returns the heap that a snapshot with parts of these sizes would occupy, in bytes. */
    public static long heapBytes(long storedBytes, long globals, long tableElements) {
        return storedBytes + Long.BYTES * globals + Integer.BYTES * tableElements;
    }
}
