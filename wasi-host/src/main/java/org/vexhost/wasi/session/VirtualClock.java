package org.vexhost.wasi.session;

/**
 * The clocks of deterministic calls. They begin at the same time in every call. They advance only
 * when the guest sleeps, by exactly the requested time. The guest does not really wait.
 */
public final class VirtualClock implements Clock {

    /** The time at which the realtime clock begins: 2024-01-01T00:00:00Z. */
    static final long START = 1_704_067_200_000_000_000L;

    /**
     * The time at which the monotonic clock begins. It is not 0, since some runtimes, such as Go's,
     * interpret 0 as a broken clock.
     */
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
