package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A busy-wait of a few microseconds for an event that is expected soon. Parking and waking a thread
 * would take longer than most calls. The waiting thread yields, since the thread that it waits for
 * may need this processor. The number of spinning threads is bounded, so that other threads can
 * run.
 */
final class Spin {

    private static final int MAX_SPINNERS = Runtime.getRuntime().availableProcessors();
    private static final long NANOS = 20_000;
    private static final AtomicInteger SPINNERS = new AtomicInteger();

    private Spin() {}

    /** Waits until the condition is false, but no longer than about 20 µs. */
    @SuppressWarnings("ThreadPriorityCheck") // Deliberate: takes 5 µs; onSpinWait takes 80 µs.
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
