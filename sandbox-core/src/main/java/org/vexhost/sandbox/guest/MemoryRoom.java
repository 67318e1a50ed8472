package org.vexhost.sandbox.guest;

/**
 * How much longer the array of a new memory is than the memory. It is learned from earlier guests
 * of the same module. Many programs grow their memory by the same amount in each call, for example
 * for a heap. If the array has room for that, the memory grows without another array, which would
 * cost an allocation and a copy. Thread-safe.
 */
final class MemoryRoom {

    /**
     * The maximum room, in bytes. Room that a guest does not use is also cleared after its call.
     */
    static final int MAX_BYTES = 1 << 20;

    /** After this many guests in a row that needed less, there is less room. */
    static final int GUESTS = 100;

    private int bytes;
    private int guests;
    private int needed;

    /**
     * Returns the length of the array for a new memory, in bytes.
     *
     * @param memoryBytes the initial size of the memory
     * @param maxBytes the maximum size of the memory
     */
    synchronized int arrayBytes(int memoryBytes, int maxBytes) {
        return Math.min(memoryBytes + bytes, maxBytes);
    }

    /**
     * Learns from a guest that has ended.
     *
     * @param grownBytes by how much its memory grew
     */
    synchronized void learn(int grownBytes) {
        int wanted = grownBytes > MAX_BYTES ? 0 : grownBytes;
        needed = Math.max(needed, wanted);
        guests++;
        if (needed >= bytes || guests == GUESTS) {
            bytes = needed;
            needed = 0;
            guests = 0;
        }
    }
}
