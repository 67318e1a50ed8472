package org.vexhost.loader.execute.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.vexhost.api.admin.Histogram;

/**
 * A thread-safe histogram that counts values by size. To count a value, it searches about 25
 * bounds.
 */
final class Buckets {

    /** Bounds from 10 µs to 500 s, in nanoseconds. */
    static final long[] NANOS = bounds(10_000L, 8);

    /** Bounds from 1,000 to 5 million million units of fuel. */
    static final long[] FUEL = bounds(1_000L, 10);

    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /**
     * Creates empty buckets.
     *
     * @param bounds the inclusive upper bound of each bucket, ascending; must not be modified
     */
    Buckets(long[] bounds) {
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        Arrays.setAll(counts, each -> new LongAdder());
    }

    /** Returns 1, 2 and 5 times each power of ten. */
    private static long[] bounds(long first, int decades) {
        long[] bounds = new long[3 * decades];
        long unit = first;
        for (int i = 0; i < bounds.length; i += 3) {
            bounds[i] = unit;
            bounds[i + 1] = 2 * unit;
            bounds[i + 2] = 5 * unit;
            unit *= 10;
        }
        return bounds;
    }

    void count(long value) {
        int found = Arrays.binarySearch(bounds, value);
        counts[found >= 0 ? found : -found - 1].increment();
        sum.add(value);
    }

    Histogram histogram() {
        List<Long> values = Arrays.stream(counts).map(LongAdder::sum).toList();
        return new Histogram(LongStream.of(bounds).boxed().toList(), values, sum.sum());
    }
}
