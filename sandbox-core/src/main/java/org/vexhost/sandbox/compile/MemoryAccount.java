package org.vexhost.sandbox.compile;

/**
 * What one call holds of its {@code maxMemoryBytes}: the guest's memory, and what host functions
 * keep for it. Thread-safe.
 */
final class MemoryAccount {

    private final long maxBytes;
    private long guestBytes;
    private long heldBytes;
    private long peakBytes;

    /**
     * With the memory that the guest starts with.
     *
     * @param maxBytes the limit of both together
     * @param guestBytes of the guest, which were checked against the limit already
     */
    MemoryAccount(long maxBytes, long guestBytes) {
        this.maxBytes = maxBytes;
        this.guestBytes = guestBytes;
        this.peakBytes = guestBytes;
    }

    /** Counts growth of the guest's memory, if it fits. */
    synchronized boolean grow(long bytes) {
        if (!fits(bytes)) {
            return false;
        }
        guestBytes += bytes;
        remember();
        return true;
    }

    /** Counts what a host function is about to keep, if it fits. */
    synchronized boolean hold(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size: " + bytes);
        }
        if (!fits(bytes)) {
            return false;
        }
        heldBytes += bytes;
        remember();
        return true;
    }

    /** Counts it no longer. */
    synchronized void giveBack(long bytes) {
        if (bytes < 0 || bytes > heldBytes) {
            throw new IllegalArgumentException(
                    "gives back %d of %d bytes".formatted(bytes, heldBytes));
        }
        heldBytes -= bytes;
    }

    /** The most that both came to. */
    synchronized long peakBytes() {
        return peakBytes;
    }

    private boolean fits(long bytes) {
        return bytes <= maxBytes - guestBytes - heldBytes;
    }

    private void remember() {
        peakBytes = Math.max(peakBytes, guestBytes + heldBytes);
    }
}
