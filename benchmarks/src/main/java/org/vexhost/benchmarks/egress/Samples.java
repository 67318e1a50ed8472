package org.vexhost.benchmarks.egress;

import java.util.Arrays;

/** The durations of an operation. */
final class Samples {

    private final long[] nanos;

    private Samples(long[] sorted) {
        this.nanos = sorted;
    }

    /** The operation to measure. */
    @FunctionalInterface
    interface Operation {

        void run() throws Exception;
    }

    /**
     * Repeats an operation.
     *
     * @param unmeasured number of unmeasured repetitions that come first
     * @param measured number of measured repetitions, 1 or more
     */
    static Samples of(int unmeasured, int measured, Operation operation) throws Exception {
        for (int i = 0; i < unmeasured; i++) {
            operation.run();
        }
        long[] nanos = new long[measured];
        for (int i = 0; i < measured; i++) {
            long start = System.nanoTime();
            operation.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return new Samples(nanos);
    }

    /**
     * Returns a percentile in microseconds.
     *
     * @param percent 0 to 99
     */
    double micros(int percent) {
        return nanos[(int) ((long) nanos.length * percent / 100)] / 1000.0;
    }
}
