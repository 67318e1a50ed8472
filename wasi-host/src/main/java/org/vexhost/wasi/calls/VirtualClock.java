package org.vexhost.wasi.calls;

/**
 * The clocks of deterministic calls: they begin at the same time in every call, and move only when
 * the guest sleeps, by exactly as much, without waiting.
 */
final class VirtualClock implements Clock {

    /** 2024-01-01T00:00:00Z. */
    static final long START = 1_704_067_200_000_000_000L;

    private long elapsed;

    @Override
    public long realtime() {
        return START + elapsed;
    }

    @Override
    public long monotonic() {
        return elapsed;
    }

    @Override
    public long cpu() {
        return 0;
    }

    @Override
    public void sleep(long nanos, WasiSession session) throws InterruptedException {
        session.checkAlive();
        long room = Long.MAX_VALUE - START - elapsed;
        elapsed += Math.min(nanos, room);
    }
}
