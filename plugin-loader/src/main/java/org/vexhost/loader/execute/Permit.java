package org.vexhost.loader.execute;

/** The right to run one call: a share of the host's and the tool's concurrency and of memory. */
final class Permit implements AutoCloseable {

    private final AdmissionControl control;
    private final ToolQueue queue;
    private final long bytes;
    private boolean sharesHost = true;
    private boolean open = true;

    Permit(AdmissionControl control, ToolQueue queue, long bytes) {
        this.control = control;
        this.queue = queue;
        this.bytes = bytes;
    }

    ToolQueue queue() {
        return queue;
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
                control.release(queue, bytes);
            } else {
                control.releaseQueue(queue);
            }
        }
    }
}
