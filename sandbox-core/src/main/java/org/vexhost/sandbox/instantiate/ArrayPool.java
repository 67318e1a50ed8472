package org.vexhost.sandbox.instantiate;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clean arrays for the memories of guests to come. Arrays of a megabyte are dear to the garbage
 * collector, and cleaning one is not for a call to wait for. Thread-safe.
 */
public final class ArrayPool {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<Integer, Queue<byte[]>> clean = new ConcurrentHashMap<>();

    /**
     * Makes an empty pool.
     *
     * @param maxBytes what it may hold, in bytes; 0 for a pool that keeps nothing
     */
    public ArrayPool(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What it holds, in bytes. */
    public long sizeBytes() {
        return bytes.get();
    }

    /** An array of exactly that length, all zeros. */
    byte[] take(int length) {
        Queue<byte[]> ready = clean.get(length);
        byte[] array = ready == null ? null : ready.poll();
        if (array == null) {
            return new byte[length];
        }
        bytes.addAndGet(-length);
        return array;
    }

    /** Takes an array that nobody uses any more, cleans it and keeps it, or drops it. */
    void give(byte[] used) {
        int length = used.length;
        if (length == 0 || length > maxBytes / 4) {
            return;
        }
        if (bytes.addAndGet(length) > maxBytes && !makeRoom(length)) {
            bytes.addAndGet(-length);
            return;
        }
        Arrays.fill(used, (byte) 0);
        clean.computeIfAbsent(length, any -> new ConcurrentLinkedQueue<>()).add(used);
    }

    /** Drops arrays of other lengths: their tools may be gone. */
    private boolean makeRoom(int length) {
        for (var each : clean.entrySet()) {
            if (each.getKey() != length) {
                byte[] dropped;
                while ((dropped = each.getValue().poll()) != null) {
                    if (bytes.addAndGet(-dropped.length) <= maxBytes) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
