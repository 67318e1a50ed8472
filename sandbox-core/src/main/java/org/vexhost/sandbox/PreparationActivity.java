package org.vexhost.sandbox;

import java.time.Duration;

/** Knows when tools are prepared. Thread-safe. */
final class PreparationActivity {

    private int running;
    private long endedNanos = System.nanoTime();

    synchronized void begin() {
        running++;
    }

    synchronized void end() {
        running--;
        endedNanos = System.nanoTime();
    }

    /** Since the last one ended, or the first one could begin; zero while one runs. */
    synchronized Duration idle() {
        return running > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - endedNanos);
    }
}
