package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Op;

/**
 * The cost of {@code memory.grow}, {@code table.grow} and the other bulk operations, which depends
 * on the size of the operation, as in Wasmtime's schedule. The instruction itself costs one further
 * unit. The cost by size is charged in three places:
 *
 * <ul>
 *   <li>our compiler, in {@code codegen.emit.FuelWriter} (growth in {@code
 *       codegen.emit.MemoryWriter});
 *   <li>the meter, for Chicory's compiler and interpreter and {@code vexhost meter}, in {@link
 *       BodyMeter};
 *   <li>the host's own work, as host fuel, in {@code compile.FlatMemory} by {@code
 *       compile.HostFuel}.
 * </ul>
 */
public final class GrowthFuel {

    /**
     * The maximum number of units, if known at compile time, that are charged without a fuel check.
     */
    private static final long UNCHECKED_UNITS = 128;

    private GrowthFuel() {}

    /**
     * Returns whether the number of units is needed at run time.
     *
     * @param constant the units if they are known at compile time, or -1
     */
    public static boolean needsUnits(long constant) {
        return constant < 0;
    }

    /**
     * Returns whether an operation is charged without a fuel check. Such an operation is also
     * charged if it fails. All other operations cost nothing if they fail.
     *
     * @param constant the units if they are known at compile time, or -1
     */
    public static boolean isUnchecked(long constant) {
        return constant >= 0 && constant <= UNCHECKED_UNITS;
    }

    /** Returns whether an operation may fail with -1. It costs nothing if it fails. */
    static boolean mayFail(int op) {
        return op == Op.MEMORY_GROW || op == Op.TABLE_GROW;
    }
}
