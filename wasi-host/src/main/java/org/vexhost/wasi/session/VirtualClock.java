package org.vexhost.wasi.session;

/**
 * The clocks of deterministic calls. They begin at the same time in every call. They move only when
 * the guest sleeps, by exactly that time and without waiting.
 */
public final class VirtualClock implements Clock {

    /** 2024-01-01T00:00:00Z. */
    static final long START = 1_704_067_200_000_000_000L;

    /** Some runtimes, such as Go's, take a monotonic clock that returns 0 for a broken clock. */
    static final long MONOTONIC_START = 1_000_000_000L;

    private long elapsed;

    @Override
    public long realtime() {
        return START + elapsed;
    }

    @Override
    public long monotonic() {
        return MONOTONIC_START + elapsed;
    }

    @Override
    public long cpu() {
        return 0;
    }

    @Override
    public void sleep(long nanos, WasiSession session) throws InterruptedException {
        session.checkAlive();
        long room = Long.MAX_VALUE - START - MONOTONIC_START - elapsed;
        elapsed += Math.min(nanos, room);
    }
}
