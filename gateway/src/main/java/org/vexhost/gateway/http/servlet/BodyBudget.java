package org.vexhost.gateway.http.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that bodies of all requests together may hold. Thread-safe. */
public final class BodyBudget {

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

    /** An eighth of the heap, and enough for two bodies of the largest size. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(128L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    boolean take(long bytes) {
        if (used.addAndGet(bytes) > max) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
