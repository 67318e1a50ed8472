package org.vexhost.sandbox.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what another thread does or writes. Nothing of that kind is there at once, however
 * short it takes; and nothing is waited for without a bound.
 */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Await() {}

    /**
     * Looks until something is so.
     *
     * @param seen what there is instead, for the message
     */
    public static void until(BooleanSupplier wanted, Supplier<?> seen) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true: " + seen.get());
            }
            Thread.sleep(2);
        }
    }
}
