package org.vexhost.gateway.caller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes forward when told. */
public final class FakeClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** The same in nanoseconds. */
    public long nanoTime() {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Moves it. */
    public void advance(Duration by) {
        now = now.plus(by);
    }
}
