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
 * Where modules are compiled: large ones one at a time on a thread of their own, so that the others
 * never wait for them, and each only when the heap has enough free memory for it. Thread-safe.
 */
final class CompilationQueues implements AutoCloseable {

    /** What takes longer, by the estimate of a cold compiler, is large. */
    private static final long LARGE_NANOS = Duration.ofSeconds(2).toNanos();

    /** What takes more of the budget than one part of these is large. */
    private static final int LARGE_SHARE = 4;

    /** A compilation is given up after this, plus ten times what it was expected to take. */
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
     * Refuses what this heap can never do.
     *
     * @throws ToolRejectedException that only another artifact, or another heap, changes
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

    /** It was compiled with more memory than estimated, and that was not enough either. */
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
        // What the host itself lives in, and some room.
        long wanted = (bytes + bytes / 5 + (32L << 20)) >> 20;
        return "raise the heap of %s [VEXHOST_JAVA_OPTS=-Xmx%dm]"
                .formatted(mebibytes(heap.heapBytes()), wanted);
    }

    private static String mebibytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
    }

    /** Waits for a turn. */
    FairPool.Job submit(String id, Effort effort, Runnable work) {
        return (isLarge(effort) ? large : ordinary).submit(id, effort.nanos(), work);
    }

    private boolean isLarge(Effort effort) {
        return effort.nanos() > LARGE_NANOS || effort.bytes() > heap.totalBytes() / LARGE_SHARE;
    }

    /** What those wait for that have no turn yet. */
    String waitReason(Effort effort) {
        return isLarge(effort)
                ? "waits to be compiled: large modules are compiled one at a time [%d wait]"
                        .formatted(large.waiting())
                : "waits to be compiled [%d wait]".formatted(ordinary.waiting());
    }

    /** Reserves what it needs, and waits for that. */
    HeapBudget.Claim claim(Effort effort, Consumer<String> show) throws InterruptedException {
        return claim(effort.bytes(), show);
    }

    /** Reserves twice what it was expected to need. */
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

    /** How long compiling may take. */
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
