package org.vexhost.wasi.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The host's clocks. The monotonic clock starts when the call first uses it. */
public final class SystemClock implements Clock {

    /**
     * The start of the monotonic clock. It is in the past, so the clock never returns 0, which some
     * runtimes interpret as a broken clock.
     */
    private final long start = System.nanoTime() - 1;

    private long cpuStart = -1;

    @Override
    public long realtime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public long monotonic() {
        return System.nanoTime() - start;
    }

    @Override
    public long cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isCurrentThreadCpuTimeSupported()) {
            return monotonic();
        }
        long now = threads.getCurrentThreadCpuTime();
        if (cpuStart < 0) {
            cpuStart = now;
        }
        return now - cpuStart;
    }

    @Override
    public void sleep(long nanos, WasiSession session) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.min(nanos, session.context().deadline().remainingNanos()));
        session.checkAlive();
    }
}
