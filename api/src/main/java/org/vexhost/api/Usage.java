package org.vexhost.api;

/**
 * The fuel and memory that a call used. The fuel of the guest and of the host count against the
 * same budget. A call ends when their sum reaches {@link SandboxLimits#maxFuel}.
 *
 * @param fuelConsumed the units of fuel that the guest's instructions used, by Wasmtime's schedule;
 *     0 or more; 0 for tools that are not metered
 * @param hostFuelConsumed the units of fuel that the host used on the guest's behalf, by Vexhost's
 *     own schedule; 0 or more; 0 for tools that are not metered. Examples are bytes that host
 *     functions move, listed directory entries, and growth of memory
 * @param fuelRemaining the remaining units of the budget, 0 or more; 0 for tools that are not
 *     metered
 * @param peakMemoryBytes the peak size of the guest's memories, in bytes, 0 or more
 * @since 1.0
 */
public record Usage(
        long fuelConsumed, long hostFuelConsumed, long fuelRemaining, long peakMemoryBytes) {

    /** The usage of a call that was not measured. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /**
     * Checks that no number is negative.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public Usage {
        if (fuelConsumed < 0 || hostFuelConsumed < 0 || fuelRemaining < 0 || peakMemoryBytes < 0) {
            throw new IllegalArgumentException(
                    ("usage is negative [fuelConsumed %d, hostFuelConsumed %d, fuelRemaining %d,"
                                    + " peakMemoryBytes %d]")
                            .formatted(
                                    fuelConsumed,
                                    hostFuelConsumed,
                                    fuelRemaining,
                                    peakMemoryBytes));
        }
    }

    /** Returns the sum of guest fuel and host fuel, which counts against the budget, in units. */
    public long totalFuelConsumed() {
        return fuelConsumed + hostFuelConsumed;
    }
}
