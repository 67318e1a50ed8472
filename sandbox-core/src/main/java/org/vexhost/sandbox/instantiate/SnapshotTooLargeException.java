package org.vexhost.sandbox.instantiate;

/** Thrown if a snapshot does not fit into the budget for all snapshots of the host. */
public final class SnapshotTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long bytes;

    SnapshotTooLargeException(long bytes) {
        super("snapshot of " + bytes + " bytes does not fit", null, false, false);
        this.bytes = bytes;
    }

    /** Returns the heap that the snapshot would occupy, in bytes. */
    public long bytes() {
        return bytes;
    }
}
