package org.vexhost.gateway.http.servlet;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that bodies of all requests, and large answers to them, may hold together. A body counts
 * with all that is made of it. Small bodies have a quarter more, so that large ones do not keep
 * them out; and what is alone may be larger than all of it. Thread-safe.
 */
public final class BodyBudget {

    /** What counts as small, in bytes. */
    static final long SMALL_BYTES = 256L << 10;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /**
     * Of a size.
     *
     * @param max in bytes
     */
    BodyBudget(long max) {
        this.max = max;
    }

    /** A quarter of the heap. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Changes what one body holds.
     *
     * @param held what it holds until now, in bytes
     * @param wanted what it is to hold, in bytes
     * @return whether that was granted; if not, nothing has changed
     */
    boolean change(long held, long wanted) {
        long limit = wanted <= SMALL_BYTES ? max + max / 4 : max;
        while (true) {
            long now = used.get();
            long next = now - held + wanted;
            boolean isAlone = now == held;
            if (wanted > held && next > limit && !isAlone) {
                return false;
            }
            if (used.compareAndSet(now, next)) {
                return true;
            }
        }
    }

    /** Counts an answer that is there already; new bodies have to wait for it. */
    void add(long bytes) {
        used.addAndGet(bytes);
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
