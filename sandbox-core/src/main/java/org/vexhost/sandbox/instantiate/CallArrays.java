package org.vexhost.sandbox.instantiate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.compile.MemoryPool;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * The arrays of one call: used ones wait here until the call was answered. Of what growth leaves
 * behind, the first array is kept, as the next call begins with such a one; the others are dropped
 * at once, so that they do not add to what the call holds. Used by one thread.
 */
final class CallArrays implements MemoryPool {

    /** What a first array that is kept may add to what a call holds, in bytes. */
    static final int MAX_FIRST_BYTES = 1 << 20;

    private final ArrayPool pool;
    private final List<byte[]> used = new ArrayList<>(2);
    private boolean ended;

    /** What the first array held when the call began; nothing if it was zeros. */
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

    /** From now on, what is given is not grown out of but done with. */
    void end() {
        ended = true;
    }

    /** Cleans and gives back; after the call was answered. */
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
