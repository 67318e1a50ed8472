package org.vexhost.sandbox.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/**
 * Measures time on the processor for each unit of fuel, in units of a microsecond of the machine
 * that the schedule was made on: a counting loop in the same JVM tells how fast this one is.
 */
public final class CpuMeter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What a step of the loop takes on the machine that the schedule was made on. */
    private static final double NANOS_PER_STEP = 1.5;

    private static final int STEPS = 20_000_000;
    private static final int ROUNDS = 3;

    /** What meets the aim is not measured once more. */
    private static final double AIM_MICROS = 1;

    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(6);

    /** How much slower this machine is. */
    private final double slowness;

    private long sink;

    /** Something that is done again and again. */
    public interface Work {
        void run() throws Exception;
    }

    /** Tells how much fuel was used so far. */
    public interface Fuel {
        long used();
    }

    public CpuMeter() {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            count();
            best = Math.min(best, (double) (THREADS.getCurrentThreadCpuTime() - start));
        }
        slowness = Math.max(1, best / STEPS / NANOS_PER_STEP);
    }

    private void count() {
        long value = sink;
        for (int i = 0; i < STEPS; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        sink = value;
    }

    /** How much slower this machine is than the one that the schedule was made on. */
    public double slowness() {
        return slowness;
    }

    /**
     * Measures.
     *
     * @return the least of some rounds, the first of which is cold
     */
    public double microsPerUnit(Work work, Fuel fuel) throws Exception {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > AIM_MICROS; i++) {
            long unitsBefore = fuel.used();
            long start = THREADS.getCurrentThreadCpuTime();
            long nanos = 0;
            while (nanos < ROUND_NANOS) {
                work.run();
                nanos = THREADS.getCurrentThreadCpuTime() - start;
            }
            long units = Math.max(1, fuel.used() - unitsBefore);
            least = Math.min(least, nanos / 1_000.0 / units / slowness);
        }
        return least;
    }
}
