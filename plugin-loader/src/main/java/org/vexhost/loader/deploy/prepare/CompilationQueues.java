package org.vexhost.loader.deploy.prepare;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexhost.loader.deploy.version.ToolFactory.Effort;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.deploy.version.ToolRejectedException.Cause;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.work.FairPool;

/**
 * The two queues for compilation. Large modules are compiled one at a time on a separate thread, so
 * that other modules never wait for them. Each compilation starts only when the heap has enough
 * free memory for it. Thread-safe.
 */
final class CompilationQueues implements AutoCloseable {

    /** A module is large if a cold compiler is expected to take longer than this. */
    private static final long LARGE_NANOS = Duration.ofSeconds(2).toNanos();

    /**
     * A module is also large if compiling needs more than this fraction of the memory budget: one
     * divided by this number.
     */
    private static final int LARGE_SHARE = 4;

    /** The minimum time limit of a compilation. Ten times the expected duration is added to it. */
    private static final Duration LEAST_LIMIT = Duration.ofMinutes(5);

    private static final int LIMIT_FACTOR = 10;

    private final HeapBudget heap;
    private final FairPool ordinary;
    private final FairPool large = new FairPool("vexhost-compile-large-", 1);

    CompilationQueues(HeapBudget heap, int threads) {
        this.heap = heap;
        this.ordinary = new FairPool("vexhost-compile-", threads);
    }

    HeapBudget heap() {
        return heap;
    }

    /**
     * Rejects modules that this heap can never compile or run.
     *
     * @throws ToolRejectedException if only another artifact or another heap can help
     */
    void requirePossible(Effort effort) throws ToolRejectedException {
        if (effort.bytes() > heap.totalBytes()) {
            throw new ToolRejectedException(
                    Cause.EFFORT,
                    "compiling needs about %s of heap, and this host has %s for it; %s"
                            .formatted(
                                    mebibytes(effort.bytes()),
                                    mebibytes(heap.totalBytes()),
                                    moreHeap(effort.bytes())));
        }
        if (effort.callBytes() > heap.totalBytes()) {
            throw new ToolRejectedException(
                    Cause.EFFORT,
                    ("one call can come to hold %s of heap, and this host has %s for it; lower the"
                                    + " limits in the descriptor (maxMemoryBytes counts twice), or"
                                    + " %s")
                            .formatted(
                                    mebibytes(effort.callBytes()),
                                    mebibytes(heap.totalBytes()),
                                    moreHeap(effort.callBytes())));
        }
    }

    /**
     * Returns the error for a compilation that ran out of memory twice, the second time with more
     * memory than estimated.
     */
    ToolRejectedException ranOut(Effort effort) {
        return new ToolRejectedException(
                Cause.EFFORT,
                "compiling ran out of memory twice, with %s of heap to itself [expected %s]; %s"
                        .formatted(
                                mebibytes(doubled(effort)),
                                mebibytes(effort.bytes()),
                                moreHeap(2 * heap.totalBytes())));
    }

    private String moreHeap(long bytes) {
        // Adds memory for the host itself, and a margin.
        long wanted = (bytes + bytes / 5 + (32L << 20)) >> 20;
        return "raise the heap of %s [VEXHOST_JAVA_OPTS=-Xmx%dm]"
                .formatted(mebibytes(heap.heapBytes()), wanted);
    }

    private static String mebibytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
    }

    /** Queues a compilation. */
    FairPool.Job submit(String id, Effort effort, Runnable work) {
        return (isLarge(effort) ? large : ordinary).submit(id, effort.nanos(), work);
    }

    private boolean isLarge(Effort effort) {
        return effort.nanos() > LARGE_NANOS || effort.bytes() > heap.totalBytes() / LARGE_SHARE;
    }

    /** Returns the reason to show while a compilation waits for its turn. */
    String waitReason(Effort effort) {
        return isLarge(effort)
                ? "waits to be compiled: large modules are compiled one at a time [%d wait]"
                        .formatted(large.waiting())
                : "waits to be compiled [%d wait]".formatted(ordinary.waiting());
    }

    /** Reserves the expected memory, waiting if necessary. */
    HeapBudget.Claim claim(Effort effort, Consumer<String> show) throws InterruptedException {
        return claim(effort.bytes(), show);
    }

    /** Reserves twice the expected memory. */
    HeapBudget.Claim claimMore(Effort effort, Consumer<String> show) throws InterruptedException {
        return claim(doubled(effort), show);
    }

    private long doubled(Effort effort) {
        return Math.min(heap.totalBytes(), 2 * effort.bytes());
    }

    private HeapBudget.Claim claim(long bytes, Consumer<String> show) throws InterruptedException {
        Optional<HeapBudget.Claim> now = heap.tryClaim(bytes);
        if (now.isPresent()) {
            return now.get();
        }
        show.accept(
                "waits for %s of heap to be compiled in, which calls and others hold"
                        .formatted(mebibytes(bytes)));
        HeapBudget.Claim claim = heap.claim(bytes);
        show.accept("");
        return claim;
    }

    /** Returns the time limit of a compilation. */
    static Duration longest(Effort effort) {
        return LEAST_LIMIT.plusNanos(LIMIT_FACTOR * effort.nanos());
    }

    boolean isBusy() {
        return ordinary.isBusy() || large.isBusy();
    }

    void resize(int threads) {
        ordinary.resize(threads);
    }

    @Override
    public void close() {
        ordinary.close();
        large.close();
    }
}
