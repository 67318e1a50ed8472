package org.vexhost.gateway.rest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolResult;

/**
 * Calls whose callers come back for the result: at most {@value #MAX_PER_CALLER} of a caller, and
 * results for five minutes and 64 MiB together; the oldest results go first. Thread-safe.
 */
final class KeptCalls {

    static final int MAX_PER_CALLER = 100;
    static final long KEEP_NANOS = 300_000_000_000L;
    static final long MAX_BYTES = 64L << 20;

    private final LongSupplier nanoTime;

    /** By id, the oldest first; guarded by this. */
    private final Map<String, Kept> calls = new LinkedHashMap<>();

    /** One call. */
    static final class Kept {
        private final String owner;
        private final String tool;
        private final CompletableFuture<ToolResult> future;

        /** When it ended, once it was seen to have; guarded by the calls. */
        private long endNanos;

        private boolean isSeen;

        private Kept(String owner, String tool, CompletableFuture<ToolResult> future) {
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
     * Keeps a call.
     *
     * @return whether there was room
     */
    synchronized boolean keep(
            String id, Caller caller, String tool, CompletableFuture<ToolResult> future) {
        clean();
        String owner = owner(caller);
        if (calls.values().stream().filter(kept -> kept.owner.equals(owner)).count()
                >= MAX_PER_CALLER) {
            return false;
        }
        calls.put(id, new Kept(owner, tool, future));
        return true;
    }

    /** A call of a caller; those of others look as if they were not there. */
    synchronized Optional<Kept> find(String id, Caller caller) {
        clean();
        return Optional.ofNullable(calls.get(id)).filter(kept -> kept.owner.equals(owner(caller)));
    }

    /** Forgets a call, and cancels it if it runs. */
    synchronized boolean remove(String id, Caller caller) {
        Optional<Kept> kept = find(id, caller);
        kept.ifPresent(
                call -> {
                    calls.remove(id);
                    boolean ignored = call.future.cancel(true);
                });
        return kept.isPresent();
    }

    /** Cancels all. */
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

    /** A signed token's subject counts: two people behind one file do not see each other's. */
    private static String owner(Caller caller) {
        return caller.kind() + " " + caller.name() + " " + caller.attributes();
    }
}
