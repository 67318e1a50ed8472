package org.vexhost.sandbox.instantiate;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.compile.MemoryPool;

/**
 * The arrays of one call: used ones wait here until the call was answered. What growth left behind
 * is dropped at once, so that it does not add to what the call holds. Used by one thread.
 */
final class CallArrays implements MemoryPool {

    private final ArrayPool pool;
    private final List<byte[]> used = new ArrayList<>(1);
    private boolean ended;

    CallArrays(ArrayPool pool) {
        this.pool = pool;
    }

    @Override
    public byte[] take(int byteLength) {
        return pool.take(byteLength);
    }

    @Override
    public void give(byte[] array) {
        if (ended) {
            used.add(array);
        }
    }

    /** From now on, what is given is not grown out of but done with. */
    void end() {
        ended = true;
    }

    /** Cleans and gives back; after the call was answered. */
    void recycle() {
        used.forEach(pool::give);
        used.clear();
    }
}
