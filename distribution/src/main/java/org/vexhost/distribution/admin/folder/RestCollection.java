package org.vexhost.distribution.admin.folder;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Collects garbage once after each burst of work, when the host has come to rest. A collection
 * gives memory back to the system, but a JVM without work runs none. Work shows in the allocated
 * memory: calls, deployments and everything else allocate much more than a host at rest. Used by
 * one thread.
 */
public final class RestCollection {

    /** The time between two measurements. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** How long little must be allocated before the host counts as being at rest. */
    static final Duration REST = Duration.ofSeconds(20);

    /** A host that allocates more than this between two measurements is working. */
    static final long WORK_BYTES = 4 << 20;

    /** The least allocation since the last collection for which another one is worth its time. */
    static final long WORTH_BYTES = 32 << 20;

    private final LongSupplier usedBytes;
    private final LongSupplier nanoTime;
    private final Runnable collect;
    private long lastUsedBytes;
    private long measuredNanos;
    private long restingSinceNanos;
    private long allocatedBytes;

    /**
     * Creates a collection that regards all memory in use as allocated since the last collection.
     *
     * @param usedBytes the used part of the heap, including garbage
     * @param nanoTime a monotonic clock
     * @param collect collects garbage
     */
    RestCollection(LongSupplier usedBytes, LongSupplier nanoTime, Runnable collect) {
        this.usedBytes = usedBytes;
        this.nanoTime = nanoTime;
        this.collect = collect;
        lastUsedBytes = usedBytes.getAsLong();
        allocatedBytes = lastUsedBytes;
        measuredNanos = nanoTime.getAsLong();
        restingSinceNanos = measuredNanos;
    }

    /** Creates a collection of the JVM's heap. */
    public static RestCollection ofHeap() {
        Runtime runtime = Runtime.getRuntime();
        return new RestCollection(
                () -> runtime.totalMemory() - runtime.freeMemory(), System::nanoTime, System::gc);
    }

    /** Measures if it is time for that, and collects if the host is at rest after some work. */
    void update() {
        long now = nanoTime.getAsLong();
        if (now - measuredNanos < INTERVAL.toNanos()) {
            return;
        }
        measuredNanos = now;
        long used = usedBytes.getAsLong();
        // If the JVM has collected meanwhile, less is in use: that is work too.
        long usedBefore = lastUsedBytes;
        long difference = Math.abs(used - usedBefore);
        lastUsedBytes = used;
        allocatedBytes += difference;
        if (difference > WORK_BYTES || used < usedBefore) {
            restingSinceNanos = now;
        } else if (now - restingSinceNanos >= REST.toNanos() && allocatedBytes >= WORTH_BYTES) {
            collect.run();
            lastUsedBytes = usedBytes.getAsLong();
            allocatedBytes = 0;
        }
    }
}
