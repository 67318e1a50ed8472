package org.vexhost.api.admin;

import java.util.List;

/**
 * A histogram of values.
 *
 * @param bounds the inclusive upper bound of each bucket, in ascending order
 * @param counts the number of values in each bucket. There is one more count than bounds: the last
 *     count is for all larger values
 * @param sum the sum of all values
 * @since 1.0
 */
public record Histogram(List<Long> bounds, List<Long> counts, long sum) {

    /** A histogram with neither bounds nor values. */
    public static final Histogram EMPTY = new Histogram(List.of(), List.of(0L), 0);

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is not one count more than bounds
     */
    public Histogram {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    "histogram has %d counts for %d bounds"
                            .formatted(counts.size(), bounds.size()));
        }
    }

    /** Returns the number of values. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
