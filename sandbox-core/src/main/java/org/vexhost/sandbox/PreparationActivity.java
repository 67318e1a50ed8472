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
     * Returns the time since the last preparation ended, or zero while a preparation is running. If
     * no tool has been prepared yet, returns the time since this object was created.
     */
    synchronized Duration idle() {
        return running > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - endedNanos);
    }
}
