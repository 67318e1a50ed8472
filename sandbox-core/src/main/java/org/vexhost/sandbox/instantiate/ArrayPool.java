package org.vexhost.sandbox.instantiate;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.snapshot.ArrayFill;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * A pool of arrays for the memories of future guests: cleared arrays, and arrays that already
 * contain the initial memory of a snapshot. Arrays of a megabyte are expensive for the garbage
 * collector, and a call should not wait while an array is cleared. Thread-safe.
 */
public final class ArrayPool {

    private final long maxBytes;
    private final IntFunction<byte[]> allocator;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<Integer, Queue<byte[]>> clean = new ConcurrentHashMap<>();
    private final ConcurrentMap<MemoryImage, Queue<byte[]>> filled = new ConcurrentHashMap<>();

    /**
     * Creates an empty pool.
     *
     * @param maxBytes the maximum size of all pooled arrays, in bytes; with 0, the pool stores
     *     nothing
     */
    public ArrayPool(long maxBytes) {
        this(maxBytes, byte[]::new);
    }

    /**
     * Creates an empty pool.
     *
     * @param allocator creates an array of a given length, or throws {@link OutOfMemoryError}
     */
    ArrayPool(long maxBytes, IntFunction<byte[]> allocator) {
        this.maxBytes = maxBytes;
        this.allocator = allocator;
    }

    /** Returns the size of all pooled arrays, in bytes. */
    public long sizeBytes() {
        return bytes.get();
    }

    /**
     * Returns an array of exactly the given length, all zeros.
     *
     * @throws OutOfMemoryError if the heap has no room for the array, not even after the pool was
     *     emptied
     */
    byte[] take(int length) {
        Queue<byte[]> ready = clean.get(length);
        byte[] array = ready == null ? null : ready.poll();
        if (array == null) {
            return allocate(length);
        }
        bytes.addAndGet(-length);
        return array;
    }

    private byte[] allocate(int length) {
        try {
            return allocator.apply(length);
        } catch (OutOfMemoryError e) {
            clean.values().forEach(this::drop);
            filled.values().forEach(this::drop);
            return allocator.apply(length);
        }
    }

    /** Returns an array that contains an image, followed by zeros. */
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

    /**
     * Takes back an array that is no longer used. The array is cleared and pooled, or dropped if
     * there is no room.
     */
    void give(byte[] used) {
        if (reserve(used, clean.get(used.length))) {
            ArrayFill.zero(used, 0, used.length);
            clean.computeIfAbsent(used.length, any -> new ConcurrentLinkedQueue<>()).add(used);
        }
    }

    /**
     * Takes back an array that a guest of a snapshot used. The array is restored to the image and
     * pooled, or dropped if there is no room.
     *
     * @param image the image for which the array was taken
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

    /** Starts pooling arrays for an image. */
    public void keepFor(MemoryImage image) {
        filled.putIfAbsent(image, new ConcurrentLinkedQueue<>());
    }

    /** Drops all arrays that contain an image, and stops pooling such arrays. */
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

    /**
     * Adds an array to the size of the pool, if there is room for it or room can be made. Returns
     * whether there was.
     */
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

    /** Drops arrays of other lengths and images, since their tools may be gone. */
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
