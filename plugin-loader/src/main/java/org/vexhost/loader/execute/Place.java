package org.vexhost.loader.execute;

/** The right to run one call: a share of the host's and the tool's concurrency and of memory. */
final class Place implements AutoCloseable {

    private final AdmissionControl control;
    private final Lane lane;
    private final long bytes;
    private boolean sharesHost = true;
    private boolean open = true;

    Place(AdmissionControl control, Lane lane, long bytes) {
        this.control = control;
        this.lane = lane;
        this.bytes = bytes;
    }

    Lane lane() {
        return lane;
    }

    /**
     * Gives the host's share back and keeps the tool's: the call was answered, but its thread does
     * not end. So it takes nothing from other tools.
     */
    synchronized void releaseHostShare() {
        if (sharesHost) {
            sharesHost = false;
            control.releaseHost(bytes);
        }
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            if (sharesHost) {
                sharesHost = false;
                control.release(lane, bytes);
            } else {
                control.releaseLane(lane);
            }
        }
    }
}
