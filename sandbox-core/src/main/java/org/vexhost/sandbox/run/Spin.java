package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Waits a few microseconds without giving up the processor: putting a thread to sleep and waking it
 * takes longer than most calls. Never on so many threads that others cannot run.
 */
final class Spin {

    private static final int MAX_SPINNERS = Runtime.getRuntime().availableProcessors() / 2;
    private static final long NANOS = 40_000;
    private static final AtomicInteger SPINNERS = new AtomicInteger();

    private Spin() {}

    /** Waits until the condition is false, or for some 40 µs. */
    static void whileTrue(BooleanSupplier condition) {
        if (!condition.getAsBoolean() || SPINNERS.get() >= MAX_SPINNERS) {
            return;
        }
        if (SPINNERS.incrementAndGet() <= MAX_SPINNERS) {
            long end = System.nanoTime() + NANOS;
            while (condition.getAsBoolean() && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }
        SPINNERS.decrementAndGet();
    }
}
