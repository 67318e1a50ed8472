package org.vexhost.sandbox.snapshot;

/** What all snapshots of a host may hold of its heap together. Thread-safe. */
public final class SnapshotBudget {

    private final long maxBytes;
    private long heldBytes;

    /**
     * Of which nothing is taken.
     *
     * @param maxBytes 0 for a host that holds no snapshots
     */
    public SnapshotBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What all snapshots may hold together, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** What they hold now, in bytes. */
    public synchronized long heldBytes() {
        return heldBytes;
    }

    /** Takes what one snapshot holds, if that fits now. */
    public synchronized boolean tryTake(long bytes) {
        if (bytes > maxBytes - heldBytes) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /** Gives back what a snapshot held. */
    public synchronized void giveBack(long bytes) {
        heldBytes -= bytes;
    }
}
