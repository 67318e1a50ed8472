package org.vexhost.loader.execute;

import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;

/** The right to run one call: a share of the host's and the tool's concurrency, and of memory. */
final class Permit implements CallPermit, AutoCloseable {

    /** The part of a permit that a call currently holds. */
    enum Holding {
        /** The whole permit. */
        ALL,
        /** The memory only. The call waits for something outside the host, or waits to resume. */
        MEMORY,
        /**
         * The share of the tool's concurrency only. The caller has its answer, but the call's
         * thread has not ended.
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

    /**
     * Returns the part that is held. Guarded by the lock of the admission control, like the whole
     * permit.
     */
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
     * Releases the host's share and keeps the tool's share. The caller has its answer, but the
     * call's thread has not ended. Such a thread takes nothing from other tools.
     */
    void releaseHostShare() {
        control.releaseHost(this);
    }

    @Override
    public void close() {
        control.release(this);
    }
}
