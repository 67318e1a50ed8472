package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits, with a bound, for what another thread does. */
public final class Await {

    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Await() {}

    /** Waits until something is so. */
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + MAX_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("never: " + what);
            }
            Thread.sleep(5);
        }
    }
}
