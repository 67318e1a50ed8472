package org.vexhost.sandbox.instantiate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.compile.MemoryPool;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * The arrays of one call. Used arrays are kept here until the call has returned its result. When a
 * memory grows, its old arrays are no longer used. Only the first one is kept, since the next call
 * starts with an array of that size. The others are dropped at once, so that they do not add to the
 * heap that the call holds. Used by one thread.
 */
final class CallArrays implements MemoryPool {

    /** The largest first array that is kept, in bytes; it adds to the heap that a call holds. */
    static final int MAX_FIRST_BYTES = 1 << 20;

    private final ArrayPool pool;
    private final List<byte[]> used = new ArrayList<>(2);
    private boolean ended;

    /** The image that the first array held when the call began; null for zeros. */
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
     * Marks the guest as ended: arrays given from now on are final ones, not left behind by growth.
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
