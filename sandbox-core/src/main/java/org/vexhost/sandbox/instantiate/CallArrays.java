package org.vexhost.sandbox.instantiate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * The arrays that one call uses as memory. Arrays that the guest no longer uses are collected here
 * until the call has returned its result. Only then are they cleared and returned to the pool. When
 * a memory grows, its old array is no longer used. The first array is retained, since the next call
 * starts with an array of that size. All others are dropped immediately, so that they do not add to
 * the heap that the call occupies. Used by one thread.
 */
final class CallArrays implements MemoryPool {

    /**
     * The largest first array that is retained, in bytes. It adds to the heap that a call occupies.
     */
    static final int MAX_FIRST_BYTES = 1 << 20;

    private final ArrayPool pool;
    private final List<byte[]> used = new ArrayList<>(2);
    private boolean ended;

    /** The image that the first array contained when the call began; null for zeros. */
    private @Nullable MemoryImage image;

    private byte @Nullable [] ofImage;

    CallArrays(ArrayPool pool) {
        this.pool = pool;
    }

    @Override
    public byte[] take(int byteLength) {
        return pool.take(byteLength);
    }

    @Override
    public byte[] take(MemoryImage first) {
        byte[] array = pool.take(first);
        image = first;
        ofImage = array;
        return array;
    }

    @Override
    public void give(byte[] array) {
        if (ended || (used.isEmpty() && array.length <= MAX_FIRST_BYTES)) {
            used.add(array);
        }
    }

    /**
     * Marks the guest as ended. The arrays that it gives back from now on are all retained, since
     * they are not left over from growth.
     */
    void end() {
        ended = true;
    }

    /** Clears and returns the arrays, after the call has returned its result. */
    void recycle() {
        for (byte[] array : used) {
            MemoryImage held = image;
            if (held != null && array == ofImage) {
                pool.give(array, held);
            } else {
                pool.give(array);
            }
        }
        used.clear();
    }
}
