package org.vexhost.sandbox.instantiate;

/** A snapshot does not fit into what the host's snapshots may hold together. */
public final class SnapshotTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long bytes;

    SnapshotTooLargeException(long bytes) {
        super("snapshot of " + bytes + " bytes does not fit", null, false, false);
        this.bytes = bytes;
    }

    /** What it would hold, in bytes. */
    public long bytes() {
        return bytes;
    }
}
