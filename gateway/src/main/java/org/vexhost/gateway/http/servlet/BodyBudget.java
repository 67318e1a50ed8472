package org.vexhost.gateway.http.servlet;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all request bodies and large responses share. A body counts together with the
 * copies that are made of it. Small bodies may exceed the budget by a quarter, so that large bodies
 * do not starve them. A body may exceed the budget if nothing else is counted. Thread-safe.
 */
public final class BodyBudget {

    /** The largest size of a small body, in bytes. */
    static final long SMALL_BYTES = 256L << 10;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /**
     * Creates a budget.
     *
     * @param max the maximum, in bytes
     */
    BodyBudget(long max) {
        this.max = max;
    }

    /** Creates a budget of a quarter of the heap. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Changes the amount of memory that is counted for one body.
     *
     * @param held the current amount, in bytes
     * @param wanted the new amount, in bytes
     * @return whether the new amount was granted; if not, nothing changes
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

    /**
     * Counts a response that already exists, even if that exceeds the budget. Less memory is then
     * left for new bodies.
     */
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
