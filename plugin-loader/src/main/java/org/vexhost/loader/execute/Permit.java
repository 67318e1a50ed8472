package org.vexhost.loader.execute;

import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;

/** The right to run one call: a share of the host's and the tool's concurrency, and of memory. */
final class Permit implements CallPermit, AutoCloseable {

    /** The part of its permit that a call holds. */
    enum Holding {
        /** All of it. */
        ALL,
        /**
         * The memory, while the call waits for something outside the host, or for its concurrency.
         */
        MEMORY,
        /**
         * The share of the tool's concurrency: the call was answered, but its thread has not ended.
         */
        QUEUE,
        /** Nothing. */
        NOTHING
    }

    private final AdmissionControl control;
    private final ToolQueue queue;
    private final long bytes;
    private Holding holding = Holding.ALL;

    Permit(AdmissionControl control, ToolQueue queue, long bytes) {
        this.control = control;
        this.queue = queue;
        this.bytes = bytes;
    }

    ToolQueue queue() {
        return queue;
    }

    long bytes() {
        return bytes;
    }

    /** Guarded by the lock of the admission control, like the whole permit. */
    Holding holding() {
        return holding;
    }

    void hold(Holding now) {
        holding = now;
    }

    @Override
    public boolean suspend() {
        return control.suspend(this);
    }

    @Override
    public boolean resume(Deadline deadline) throws InterruptedException {
        return control.resume(this, deadline);
    }

    /**
     * Releases the host's share and keeps the tool's. The call was answered, but its thread has not
     * ended, so it takes nothing from other tools.
     */
    void releaseHostShare() {
        control.releaseHost(this);
    }

    @Override
    public void close() {
        control.release(this);
    }
}
