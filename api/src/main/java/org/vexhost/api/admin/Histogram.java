package org.vexhost.api.admin;

import java.util.List;

/**
 * A histogram of values.
 *
 * @param bounds the upper bound of each bucket, inclusive, ascending
 * @param counts how many values fell into each bucket; one more count than bounds, the last for all
 *     larger values
 * @param sum of all values
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

    /** Returns how many values there are. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
