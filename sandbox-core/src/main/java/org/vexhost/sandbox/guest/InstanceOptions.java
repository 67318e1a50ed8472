package org.vexhost.sandbox.guest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits and resources of one guest.
 *
 * @param maxMemoryBytes the maximum memory in bytes; {@code memory.grow} beyond it returns -1. It
 *     is at most 1 GiB, so that the fuel for any growth fits into a 32-bit counter
 * @param maxTableElements the maximum number of elements of all tables together; {@code table.grow}
 *     beyond it returns -1
 * @param maxCallDepth the maximum call depth, in units; see {@link #DEFAULT_CALL_DEPTH}
 * @param gauge the guest's fuel gauge, which must not be attached to any guest yet
 * @param pool the pool for the memory's arrays
 * @param attachment an object for host functions; {@link FlatMemory#attachment()} returns it
 */
public record InstanceOptions(
        long maxMemoryBytes,
        int maxTableElements,
        int maxCallDepth,
        FuelGauge gauge,
        MemoryPool pool,
        @Nullable Object attachment) {

    /**
     * The default maximum call depth, in units. A call takes 40 units plus one for each local and
     * operand. The default allows more than 20,000 nested calls of small functions. Functions
     * without calls take no units unless they are very large. A thread that runs guests needs 32
     * bytes of stack per unit, plus the stack of host functions.
     */
    public static final int DEFAULT_CALL_DEPTH = 1_000_000;

    private static final long MAX_MEMORY_BYTES = 1L << 30;

    /** Checks the ranges, and that required values are not null. */
    public InstanceOptions {
        if (maxMemoryBytes < 0 || maxTableElements < 0 || maxCallDepth < 0) {
            throw new IllegalArgumentException("a limit of an instance is negative");
        }
        if (maxMemoryBytes > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("maxMemoryBytes exceeds 1 GiB: " + maxMemoryBytes);
        }
        Objects.requireNonNull(gauge, "gauge");
        Objects.requireNonNull(pool, "pool");
    }
}
