package org.vexhost.loader.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The part of the JVM's heap that calls, compilations and deployed tools share. A call or
 * compilation reserves the most memory that it may need before it starts. Deployed tools only count
 * the memory that they already use. When a compilation has waited for some time, new calls wait for
 * it. Running calls end in time, so the compilation then gets its memory. Thread-safe.
 */
public final class HeapBudget {

    /**
     * The memory that the host itself needs, for the framework, the registry, schemas and logs. It
     * includes memory that is lost to fragmentation by large arrays. An idle host uses about half
     * of it.
     */
    private static final long HOST_BYTES = 40L << 20;

    /** How long new calls may start before a waiting compilation. */
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

    /** A compilation that waits for memory. */
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
     * Creates a budget for a heap.
     *
     * @param heapBytes the maximum size of the heap
     */
    public HeapBudget(long heapBytes) {
        this.heapBytes = heapBytes;
        this.totalBytes = heapBytes - Math.max(heapBytes / 10, Math.min(HOST_BYTES, heapBytes / 4));
    }

    /** Returns the budget for the heap of this process. */
    public static HeapBudget ofThisProcess() {
        return PROCESS;
    }

    /** Returns the maximum size of the heap, in bytes. */
    public long heapBytes() {
        return heapBytes;
    }

    /**
     * Returns how many bytes calls and compilations may reserve in total. A single call or
     * compilation may reserve all of them.
     */
    public long totalBytes() {
        return totalBytes;
    }

    /** Reserves memory for a call if there is enough now; returns whether there was. */
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
     * Returns the bytes in use. While no call or compilation has a reservation, this is 0, even if
     * tools use memory. One call or compilation alone may therefore always reserve the whole
     * budget. Otherwise a tool that was accepted might never run.
     */
    private long reservedBytes() {
        long reserved = callBytes + compileBytes;
        return reserved == 0 ? 0 : reserved + heldBytes;
    }

    /**
     * Counts memory that a tool uses while it is deployed. The memory is already in use, so this
     * neither waits nor fails.
     *
     * @return must be closed when the tool no longer uses the memory
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

    /** Returns the bytes that tools use while they are deployed. */
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

    /** Releases the reservation of a call. */
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
     * Reserves memory for a compilation. Waits until there is enough.
     *
     * @param bytes at most {@link #totalBytes}
     * @return must be closed when the compilation has ended
     * @throws IllegalArgumentException if {@code bytes} exceeds {@link #totalBytes}
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

    /** Reserves memory for a compilation if there is enough now. */
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

    /**
     * Returns whether there is enough memory for a waiting compilation. Memory for overdue
     * compilations that arrived earlier is set aside first, so small compilations cannot overtake a
     * large one forever.
     */
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

    /**
     * Adds a listener. It runs after a compilation or a tool has released memory, and after a
     * compilation has stopped waiting. It runs on the thread that caused this.
     */
    public void onFreed(Runnable listener) {
        listeners.add(listener);
    }

    /** Removes a listener of {@link #onFreed}. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** A compilation's reservation. Closing it again has no effect. */
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

    /** The memory that a tool uses while it is deployed. Closing this again has no effect. */
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
