package org.vexhost.loader.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What calls and compilations may take of the heap together, beside what tools hold of it as long
 * as they are deployed. Calls and compilations reserve, before they begin, the most that they can
 * come to hold. A compilation that has waited for a while keeps new calls from passing it by: calls
 * end in time, so it gets its turn. Thread-safe.
 */
public final class HeapBudget {

    /** What the host itself lives in: framework, registry, schemas, logs. */
    private static final long HOST_BYTES = 24L << 20;

    /** How long calls may pass a compilation by. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final HeapBudget PROCESS = new HeapBudget(Runtime.getRuntime().maxMemory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final long heapBytes;
    private final long totalBytes;
    private long callBytes;
    private long compileBytes;
    private long heldBytes;

    /** A compilation that waits. */
    private static final class Waiter {
        private final long bytes;
        private final long sinceNanos = System.nanoTime();

        Waiter(long bytes) {
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }

        boolean isOverdue() {
            return System.nanoTime() - sinceNanos > PATIENCE_NANOS;
        }
    }

    /**
     * Of a heap.
     *
     * @param heapBytes the largest size of the heap
     */
    public HeapBudget(long heapBytes) {
        this.heapBytes = heapBytes;
        this.totalBytes = heapBytes - Math.max(heapBytes / 10, Math.min(HOST_BYTES, heapBytes / 4));
    }

    /** The one of this process. */
    public static HeapBudget ofThisProcess() {
        return PROCESS;
    }

    /** The largest size of the heap, in bytes. */
    public long heapBytes() {
        return heapBytes;
    }

    /** What calls and compilations may reserve together, and so one of them alone, in bytes. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Reserves for a call, if that fits now. */
    public boolean tryTakeForCall(long bytes) {
        lock.lock();
        try {
            if (reservedBytes() + overdueBytes() + bytes > totalBytes) {
                return false;
            }
            callBytes += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is not free. One call or compilation alone may still have all of the budget, whatever is
     * held: a tool that was accepted once could never run otherwise.
     */
    private long reservedBytes() {
        long reserved = callBytes + compileBytes;
        return reserved == 0 ? 0 : reserved + heldBytes;
    }

    /**
     * Counts what a tool holds as long as it is deployed: it is there already, so this neither
     * waits nor fails.
     *
     * @return to be closed when the tool holds it no more
     */
    public Held hold(long bytes) {
        lock.lock();
        try {
            heldBytes += bytes;
        } finally {
            lock.unlock();
        }
        return new Held(bytes);
    }

    /** What tools hold as long as they are deployed, in bytes. */
    public long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }

    private long overdueBytes() {
        long bytes = 0;
        for (Waiter waiter : waiters) {
            bytes += waiter.isOverdue() ? waiter.bytes() : 0;
        }
        return Math.min(bytes, totalBytes);
    }

    /** Gives back what a call reserved. */
    public void giveBackOfCall(long bytes) {
        lock.lock();
        try {
            callBytes -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves for a compilation, and waits until that fits.
     *
     * @param bytes at most {@link #totalBytes}
     * @return to be closed when the compilation has ended
     * @throws IllegalArgumentException if it can never fit
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Claim claim(long bytes) throws InterruptedException {
        if (bytes > totalBytes) {
            throw new IllegalArgumentException(
                    "%d bytes exceed the budget of %d".formatted(bytes, totalBytes));
        }
        Waiter waiter = new Waiter(bytes);
        boolean claimed = false;
        lock.lockInterruptibly();
        try {
            waiters.add(waiter);
            while (!fits(waiter)) {
                freed.await();
            }
            compileBytes += bytes;
            claimed = true;
        } finally {
            waiters.remove(waiter);
            freed.signalAll();
            lock.unlock();
            if (!claimed) {
                listeners.forEach(Runnable::run);
            }
        }
        return new Claim(bytes);
    }

    /** Reserves for a compilation, if that fits at once. */
    public Optional<Claim> tryClaim(long bytes) {
        lock.lock();
        try {
            if (reservedBytes() + bytes > totalBytes) {
                return Optional.empty();
            }
            compileBytes += bytes;
            return Optional.of(new Claim(bytes));
        } finally {
            lock.unlock();
        }
    }

    /** A compilation that waits longer is not passed by for ever by one that needs less. */
    private boolean fits(Waiter waiter) {
        long before = 0;
        for (Waiter other : waiters) {
            if (other == waiter) {
                break;
            }
            before += other.isOverdue() ? other.bytes() : 0;
        }
        return reservedBytes() + Math.min(before, totalBytes) + waiter.bytes() <= totalBytes;
    }

    /** Adds what is run whenever a compilation gave memory back. Runs on that one's thread. */
    public void onFreed(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends {@link #onFreed}. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** What a compilation reserved. Closing it twice is the same as once. */
    public final class Claim implements AutoCloseable {
        private long bytes;

        private Claim(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                compileBytes -= bytes;
                bytes = 0;
                freed.signalAll();
            } finally {
                lock.unlock();
            }
            listeners.forEach(Runnable::run);
        }
    }

    /** What a tool holds. Closing it twice is the same as once. */
    public final class Held implements AutoCloseable {
        private long bytes;

        private Held(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                heldBytes -= bytes;
                bytes = 0;
                freed.signalAll();
            } finally {
                lock.unlock();
            }
            listeners.forEach(Runnable::run);
        }
    }
}
