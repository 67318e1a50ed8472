package org.vexhost.sandbox.snapshot;

/** The budget for the heap that all snapshots of a host occupy together. Thread-safe. */
public final class SnapshotBudget {

    private final long maxBytes;
    private long heldBytes;

    /**
     * Creates a budget that is not in use yet.
     *
     * @param maxBytes the budget in bytes; 0 for a host without snapshots
     */
    public SnapshotBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns the maximum for all snapshots together, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the heap that all snapshots occupy now, in bytes. */
    public synchronized long heldBytes() {
        return heldBytes;
    }

    /**
     * Takes the heap of one snapshot from the budget. Returns false, and takes nothing, if the rest
     * of the budget is too small.
     */
    public synchronized boolean tryTake(long bytes) {
        if (bytes > maxBytes - heldBytes) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /** Returns the heap of a snapshot to the budget. */
    public synchronized void giveBack(long bytes) {
        heldBytes -= bytes;
    }
}
