package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Waits a few microseconds for what is about to come: putting a thread to sleep and waking it takes
 * longer than most calls. Yields, for the other thread may be waiting for this very processor.
 * Never on so many threads that others cannot run.
 */
final class Spin {

    private static final int MAX_SPINNERS = Runtime.getRuntime().availableProcessors();
    private static final long NANOS = 20_000;
    private static final AtomicInteger SPINNERS = new AtomicInteger();

    private Spin() {}

    /** Waits until the condition is false, or for some 20 µs. */
    @SuppressWarnings("ThreadPriorityCheck") // On purpose: measured against onSpinWait, 80 to 5 µs.
    static void whileTrue(BooleanSupplier condition) {
        if (!condition.getAsBoolean() || SPINNERS.get() >= MAX_SPINNERS) {
            return;
        }
        if (SPINNERS.incrementAndGet() <= MAX_SPINNERS) {
            long end = System.nanoTime() + NANOS;
            while (condition.getAsBoolean() && System.nanoTime() - end < 0) {
                Thread.yield();
            }
        }
        SPINNERS.decrementAndGet();
    }
}
