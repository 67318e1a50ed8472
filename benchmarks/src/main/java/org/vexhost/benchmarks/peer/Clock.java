package org.vexhost.benchmarks.peer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Runs calls unmeasured for some time, then measured for some time, in the same way for all
 * runtimes. On a busy machine it can count processor time instead of wall-clock time.
 *
 * @param warmupNanos duration of unmeasured calls
 * @param measureNanos duration of measured calls
 */
record Clock(long warmupNanos, long measureNanos) {

    private static final boolean CPU_TIME = System.getenv("VEXHOST_BENCHMARK_CPU_TIME") != null;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int MIN_CALLS = 5;
    private static final int MAX_CALLS = 200_000;

    /** Calls between two reads of the processor time of all threads, since such a read is slow. */
    private static final int BATCH = 50;

    private static final long BATCH_NANOS = 20_000_000;

    /** The duration after which calls are compared with the calls before. */
    private static final long WINDOW_NANOS = 5_000_000_000L;

    /** A median that is larger than this share of the best one before is not faster. */
    private static final double LEAST_GAIN = 0.97;

    /**
     * If threads that run no guest take a larger share of the processor time, then HotSpot is still
     * compiling.
     */
    private static final double MAX_OTHER_SHARE = 0.2;

    /** Something to measure. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** Returns the nanoseconds of one call on this thread. */
    static long onThisThread(Body body) throws Exception {
        long start = CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
        body.run();
        return (CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime()) - start;
    }

    /** Returns the nanoseconds of one call, on this thread and all threads that run guests. */
    static long onAllThreads(Body body) throws Exception {
        if (!CPU_TIME) {
            return onThisThread(body);
        }
        long start = guestThreadNanos();
        long begun = System.nanoTime();
        int calls = 0;
        while (calls < BATCH && (calls == 0 || System.nanoTime() - begun < BATCH_NANOS)) {
            body.run();
            calls++;
        }
        return (guestThreadNanos() - start) / calls;
    }

    private static long guestThreadNanos() {
        long nanos = THREADS.getCurrentThreadCpuTime();
        Thread[] threads = new Thread[Thread.activeCount() * 2];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith("vexhost")) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(threads[i].getId()));
            }
        }
        return nanos;
    }

    /**
     * Runs unmeasured calls until they no longer get faster, but not for longer than the warm-up.
     * Returns the nanoseconds of every measured call after that, in order.
     */
    long[] measureWhenSteady(Callable<Long> timedCall) throws Exception {
        long end = System.nanoTime() + warmupNanos;
        long fastest = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long processStart = PROCESS.getProcessCpuTime();
            long guestStart = guestThreadNanos();
            long[] times = run(timedCall, WINDOW_NANOS, 1);
            long median = median(times);
            long process = PROCESS.getProcessCpuTime() - processStart;
            long others = process - (guestThreadNanos() - guestStart);
            boolean isCompiling = others > process * MAX_OTHER_SHARE;
            if (!isCompiling && median > fastest * LEAST_GAIN) {
                break;
            }
            fastest = Math.min(fastest, median);
        }
        return run(timedCall, measureNanos, MIN_CALLS);
    }

    private static long median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Returns the nanoseconds of every measured call, in order. */
    long[] measure(Callable<Long> timedCall) throws Exception {
        run(timedCall, warmupNanos, 1);
        return run(timedCall, measureNanos, MIN_CALLS);
    }

    private static long[] run(Callable<Long> timedCall, long nanos, int minCalls) throws Exception {
        long[] times = new long[1024];
        int count = 0;
        long start = now();
        while (count < minCalls || (now() - start < nanos && count < MAX_CALLS)) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = timedCall.call();
        }
        return Arrays.copyOf(times, count);
    }

    private static long now() {
        return CPU_TIME ? guestThreadNanos() : System.nanoTime();
    }
}
