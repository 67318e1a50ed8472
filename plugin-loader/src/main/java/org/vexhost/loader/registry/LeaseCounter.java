package org.vexhost.loader.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The open leases of one version. After {@link #close}, it grants no more leases. It becomes idle
 * when the last open lease ends.
 */
final class LeaseCounter {

    private final Set<ToolLease> open = new HashSet<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private boolean closed;

    synchronized Optional<ToolLease> acquire(ServedTool served) {
        if (closed) {
            return Optional.empty();
        }
        ToolLease lease = new ToolLease(served, this);
        open.add(lease);
        return Optional.of(lease);
    }

    void release(ToolLease lease) {
        boolean last;
        synchronized (this) {
            open.remove(lease);
            last = closed && open.isEmpty();
        }
        if (last) {
            idle.complete(null);
        }
    }

    /** Stops granting leases; the future completes when no lease is open. */
    CompletableFuture<Void> close() {
        boolean last;
        synchronized (this) {
            closed = true;
            last = open.isEmpty();
        }
        if (last) {
            idle.complete(null);
        }
        return idle;
    }

    /** Ends the calls of all open leases. */
    void revokeAll() {
        List<ToolLease> running;
        synchronized (this) {
            running = List.copyOf(open);
        }
        running.forEach(ToolLease::revoke);
    }

    synchronized int count() {
        return open.size();
    }
}
