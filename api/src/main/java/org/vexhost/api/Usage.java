package org.vexhost.api;

/**
 * What a call used.
 *
 * @param fuelConsumed units of fuel, 0 or more; 0 for tools that are not metered
 * @param fuelRemaining units that were left of the budget, 0 or more; 0 for tools that are not
 *     metered
 * @param peakMemoryBytes the largest size of the guest's memories, in bytes, 0 or more
 * @since 1.0
 */
public record Usage(long fuelConsumed, long fuelRemaining, long peakMemoryBytes) {

    /** Nothing was measured. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Refuses negative numbers. */
    public Usage {
        if (fuelConsumed < 0 || fuelRemaining < 0 || peakMemoryBytes < 0) {
            throw new IllegalArgumentException(
                    "usage is negative [fuelConsumed %d, fuelRemaining %d, peakMemoryBytes %d]"
                            .formatted(fuelConsumed, fuelRemaining, peakMemoryBytes));
        }
    }
}
