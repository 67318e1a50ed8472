package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.Op;

/**
 * What {@code memory.grow}, {@code table.grow} and the other bulk operations cost by what they do,
 * as in Wasmtime's schedule; beside the unit that each instruction costs. Three places charge:
 *
 * <ul>
 *   <li>our compiler, in {@code codegen.FuelWriter} (growth in {@code codegen.MemoryWriter});
 *   <li>the meter, for Chicory's compiler and interpreter and {@code vexhost meter}, in {@link
 *       BodyMeter};
 *   <li>the host's own work, as host fuel, in {@code compile.FlatMemory} by {@code
 *       compile.HostFuel}.
 * </ul>
 */
public final class GrowthFuel {

    /** Operations of up to so many units, known in advance, are charged without a check. */
    private static final long UNCHECKED_UNITS = 128;

    private GrowthFuel() {}

    /**
     * Returns whether the units of an operation have to be at hand when it is done.
     *
     * @param constant the units, when they are known, or -1
     */
    public static boolean needsUnits(long constant) {
        return constant < 0;
    }

    /**
     * Returns whether an operation is charged without a check, and whether it succeeds or not. All
     * others cost nothing where they do not succeed.
     *
     * @param constant the units, when they are known, or -1
     */
    public static boolean isUnchecked(long constant) {
        return constant >= 0 && constant <= UNCHECKED_UNITS;
    }

    /**
     * Returns whether an operation answers -1 where it does not succeed, and costs nothing then.
     */
    static boolean mayFail(int op) {
        return op == Op.MEMORY_GROW || op == Op.TABLE_GROW;
    }
}
