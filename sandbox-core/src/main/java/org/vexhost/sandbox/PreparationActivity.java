package org.vexhost.sandbox;

import java.time.Duration;

/** Tracks whether tools are being prepared. Thread-safe. */
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

    /**
     * Returns the time since the last preparation ended, or since this object was created if there
     * was none; zero while one is running.
     */
    synchronized Duration idle() {
        return running > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - endedNanos);
    }
}
