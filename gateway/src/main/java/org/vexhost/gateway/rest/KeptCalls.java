package org.vexhost.gateway.rest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.caller.CallerKey;

/**
 * The calls that were accepted with status 202; clients fetch their results later. Each caller may
 * have at most {@value #MAX_PER_CALLER}. Results are stored for five minutes and up to 64 MiB in
 * total; the oldest are dropped first. Thread-safe.
 */
final class KeptCalls {

    static final int MAX_PER_CALLER = 100;
    static final long KEEP_NANOS = 300_000_000_000L;
    static final long MAX_BYTES = 64L << 20;

    private final LongSupplier nanoTime;

    /** Calls by id, oldest first; guarded by this. */
    private final Map<String, Kept> calls = new LinkedHashMap<>();

    /** A stored call. */
    static final class Kept {
        private final CallerKey owner;
        private final String tool;
        private final CompletableFuture<ToolResult> future;

        /** When the end of the call was first noticed; guarded by the enclosing object. */
        private long endNanos;

        private boolean isSeen;

        private Kept(CallerKey owner, String tool, CompletableFuture<ToolResult> future) {
            this.owner = owner;
            this.tool = tool;
            this.future = future;
        }

        String tool() {
            return tool;
        }

        CompletableFuture<ToolResult> future() {
            return future;
        }

        private long bytes() {
            return future.isDone() && !future.isCompletedExceptionally()
                    ? future.join().output().sizeBytes()
                    : 0;
        }
    }

    KeptCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Stores a call.
     *
     * @return false if the caller has too many calls already
     */
    synchronized boolean keep(
            String id, Caller caller, String tool, CompletableFuture<ToolResult> future) {
        clean();
        CallerKey owner = CallerKey.of(caller);
        if (calls.values().stream().filter(kept -> kept.owner.equals(owner)).count()
                >= MAX_PER_CALLER) {
            return false;
        }
        calls.put(id, new Kept(owner, tool, future));
        return true;
    }

    /** Finds a call of a caller. Returns empty for the calls of other callers. */
    synchronized Optional<Kept> find(String id, Caller caller) {
        clean();
        return Optional.ofNullable(calls.get(id))
                .filter(kept -> kept.owner.equals(CallerKey.of(caller)));
    }

    /** Removes a call, and cancels it if it is running. */
    synchronized boolean remove(String id, Caller caller) {
        Optional<Kept> kept = find(id, caller);
        kept.ifPresent(
                call -> {
                    calls.remove(id);
                    boolean ignored = call.future.cancel(true);
                });
        return kept.isPresent();
    }

    /** Cancels and removes all calls. */
    synchronized void close() {
        calls.values().forEach(kept -> kept.future.cancel(true));
        calls.clear();
    }

    synchronized void clean() {
        long now = nanoTime.getAsLong();
        long bytes = 0;
        for (Kept kept : calls.values()) {
            if (kept.future.isDone() && !kept.isSeen) {
                kept.isSeen = true;
                kept.endNanos = now;
            }
            bytes += kept.bytes();
        }
        Iterator<Kept> each = calls.values().iterator();
        while (each.hasNext()) {
            Kept kept = each.next();
            if (kept.isSeen && (now - kept.endNanos > KEEP_NANOS || bytes > MAX_BYTES)) {
                bytes -= kept.bytes();
                each.remove();
            }
        }
    }
}
