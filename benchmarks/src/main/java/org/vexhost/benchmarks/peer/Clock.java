package org.vexhost.benchmarks.peer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Runs a call for a while unmeasured, then for a while measured, each as every runtime does.
 *
 * @param warmupNanos how long unmeasured
 * @param measureNanos how long measured
 */
record Clock(long warmupNanos, long measureNanos) {

    /** Set on a busy machine: what a kernel took is then processor time of its thread. */
    private static final boolean CPU_TIME = System.getenv("VEXHOST_BENCHMARK_CPU_TIME") != null;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MIN_CALLS = 5;
    private static final int MAX_CALLS = 200_000;

    /** The time for kernels, which run on one thread, in nanoseconds from some start. */
    static long kernelNanos() {
        return CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Nanoseconds of every measured call, in order. */
    long[] measure(Callable<Long> timedCall) throws Exception {
        run(timedCall, warmupNanos, 1);
        return run(timedCall, measureNanos, MIN_CALLS);
    }

    private static long[] run(Callable<Long> timedCall, long nanos, int minCalls) throws Exception {
        long[] times = new long[1024];
        int count = 0;
        long start = System.nanoTime();
        while (count < minCalls || (System.nanoTime() - start < nanos && count < MAX_CALLS)) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = timedCall.call();
        }
        return Arrays.copyOf(times, count);
    }
}
