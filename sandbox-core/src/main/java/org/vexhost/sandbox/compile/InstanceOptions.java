package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one guest may use.
 *
 * @param maxMemoryBytes bytes of memory; growth beyond it answers -1
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

    /** Checks ranges and nulls. */
    public InstanceOptions {
        if (maxMemoryBytes < 0 || maxTableElements < 0 || maxCallDepth < 0) {
            throw new IllegalArgumentException("a limit of an instance is negative");
        }
        Objects.requireNonNull(gauge, "gauge");
        Objects.requireNonNull(pool, "pool");
    }
}
