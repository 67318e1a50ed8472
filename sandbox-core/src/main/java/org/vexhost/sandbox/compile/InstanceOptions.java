package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one guest may use.
 *
 * @param maxMemoryBytes bytes of memory, 1 GiB at most: what grows by less costs less fuel than a
 *     32-bit counter holds; growth beyond it answers -1
 * @param maxTableElements elements of all tables together; growth beyond it answers -1
 * @param maxCallDepth units of call depth; see {@link CompiledModule#DEFAULT_CALL_DEPTH}
 * @param gauge the guest's fuel, not attached to any guest yet
 * @param pool where memory comes from
 * @param attachment anything that host functions want to find on {@link FlatMemory#attachment()}
 */
public record InstanceOptions(
        long maxMemoryBytes,
        int maxTableElements,
        int maxCallDepth,
        FuelGauge gauge,
        MemoryPool pool,
        @Nullable Object attachment) {

    private static final long MAX_MEMORY_BYTES = 1L << 30;

    /** Checks ranges and nulls. */
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
