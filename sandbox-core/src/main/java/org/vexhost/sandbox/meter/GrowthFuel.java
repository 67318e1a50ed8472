package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Op;

/**
 * The rules by which {@code memory.grow}, {@code table.grow} and the other bulk operations are
 * charged: by the size of the operation, as in Wasmtime's schedule. The instruction itself costs
 * one further unit. Two classes charge by these rules:
 *
 * <ul>
 *   <li>{@code codegen.emit.GrowthFuelWriter}, for our compiler;
 *   <li>{@link BodyMeter}, for Chicory's compiler and interpreter, and {@code vexhost meter}.
 * </ul>
 *
 * <p>See also {@code compile.HostFuel}: its rules charge host fuel for the work that the host does
 * when a memory grows.
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
     * charged if it fails. For all other operations that fail, the size is not charged.
     *
     * @param constant the units if they are known at compile time, or -1
     */
    public static boolean isUnchecked(long constant) {
        return constant >= 0 && constant <= UNCHECKED_UNITS;
    }

    /**
     * Returns whether an operation may fail with -1. The size of an operation that fails is not
     * charged, unless the operation is {@linkplain #isUnchecked unchecked}.
     */
    static boolean mayFail(int op) {
        return op == Op.MEMORY_GROW || op == Op.TABLE_GROW;
    }
}
