package org.vexhost.sandbox.instantiate;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * Arrays for the memories of guests to come: clean ones, and such that hold what guests of a
 * snapshot begin with. Arrays of a megabyte are dear to the garbage collector, and cleaning one is
 * not for a call to wait for. Thread-safe.
 */
public final class ArrayPool {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<Integer, Queue<byte[]>> clean = new ConcurrentHashMap<>();
    private final ConcurrentMap<MemoryImage, Queue<byte[]>> filled = new ConcurrentHashMap<>();

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

    /** An array that holds an image, and zeros behind it. */
    byte[] take(MemoryImage image) {
        Queue<byte[]> ready = filled.get(image);
        byte[] array = ready == null ? null : ready.poll();
        if (array == null) {
            array = take(image.arrayBytes());
            image.copyTo(array);
            return array;
        }
        bytes.addAndGet(-array.length);
        return array;
    }

    /** Takes an array that nobody uses any more, cleans it and keeps it, or drops it. */
    void give(byte[] used) {
        if (reserve(used, clean.get(used.length))) {
            Arrays.fill(used, (byte) 0);
            clean.computeIfAbsent(used.length, any -> new ConcurrentLinkedQueue<>()).add(used);
        }
    }

    /**
     * Takes an array that a guest of a snapshot used, and makes it what the next one begins with.
     *
     * @param image what {@link #take(MemoryImage)} gave it for
     */
    void give(byte[] used, MemoryImage image) {
        Queue<byte[]> ready = filled.get(image);
        if (ready == null) {
            give(used);
        } else if (reserve(used, ready)) {
            image.restore(used);
            ready.add(used);
            if (filled.get(image) != ready) {
                drop(ready);
            }
        }
    }

    /** From now on, arrays that hold an image are kept for it. */
    public void keepFor(MemoryImage image) {
        filled.putIfAbsent(image, new ConcurrentLinkedQueue<>());
    }

    /** Drops all arrays that hold an image, and keeps none for it any more. */
    public void forget(MemoryImage image) {
        Queue<byte[]> ready = filled.remove(image);
        if (ready != null) {
            drop(ready);
        }
    }

    private void drop(Queue<byte[]> queue) {
        byte[] dropped;
        while ((dropped = queue.poll()) != null) {
            bytes.addAndGet(-dropped.length);
        }
    }

    /** Counts an array in, if there is room for it or can be made. */
    private boolean reserve(byte[] used, @Nullable Queue<byte[]> own) {
        int length = used.length;
        if (length == 0 || length > maxBytes / 4) {
            return false;
        }
        if (bytes.addAndGet(length) > maxBytes && !makeRoom(own)) {
            bytes.addAndGet(-length);
            return false;
        }
        return true;
    }

    /** Drops arrays of other kinds: their tools may be gone. */
    private boolean makeRoom(@Nullable Queue<byte[]> own) {
        for (Queue<byte[]> each : clean.values()) {
            if (each != own && makeRoomFrom(each)) {
                return true;
            }
        }
        for (Queue<byte[]> each : filled.values()) {
            if (each != own && makeRoomFrom(each)) {
                return true;
            }
        }
        return false;
    }

    private boolean makeRoomFrom(Queue<byte[]> queue) {
        byte[] dropped;
        while ((dropped = queue.poll()) != null) {
            if (bytes.addAndGet(-dropped.length) <= maxBytes) {
                return true;
            }
        }
        return false;
    }
}
