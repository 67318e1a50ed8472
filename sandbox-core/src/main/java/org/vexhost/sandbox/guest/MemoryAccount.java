package org.vexhost.sandbox.guest;

/**
 * Counts how much of {@code maxMemoryBytes} a call uses: the guest's memory, and the heap that host
 * functions hold for the call. Thread-safe.
 */
final class MemoryAccount {

    private final long maxBytes;
    private long guestBytes;
    private long heldBytes;
    private long peakBytes;

    /**
     * Creates an account with the initial memory of the guest.
     *
     * @param maxBytes the limit on both parts together, in bytes
     * @param guestBytes the initial memory in bytes, already checked against the limit
     */
    MemoryAccount(long maxBytes, long guestBytes) {
        this.maxBytes = maxBytes;
        this.guestBytes = guestBytes;
        this.peakBytes = guestBytes;
    }

    /**
     * Counts growth of the guest's memory. Returns false, and counts nothing, if the limit would be
     * exceeded.
     */
    synchronized boolean grow(long bytes) {
        if (!fits(bytes)) {
            return false;
        }
        guestBytes += bytes;
        remember();
        return true;
    }

    /**
     * Counts heap that a host function is about to hold. Returns false, and counts nothing, if the
     * limit would be exceeded.
     */
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

    /** Stops counting heap that {@link #hold} counted. */
    synchronized void giveBack(long bytes) {
        if (bytes < 0 || bytes > heldBytes) {
            throw new IllegalArgumentException(
                    "gives back %d of %d bytes".formatted(bytes, heldBytes));
        }
        heldBytes -= bytes;
    }

    /** Returns the largest sum of both parts up to now, in bytes. */
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
