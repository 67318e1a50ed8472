package org.vexhost.loader.execute;

import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;

/** The right to run one call: a share of the host's and the tool's concurrency and of memory. */
final class Permit implements CallPermit, AutoCloseable {

    /** What a call holds of its permit. */
    enum Holding {
        /** All. */
        ALL,
        /** Its memory: it waits for something outside the host, or to run again. */
        MEMORY,
        /** Its share of the tool's concurrency: it was answered, and its thread does not end. */
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

    /** Guarded by the control's lock, as all of a permit is. */
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
     * Gives the host's share back and keeps the tool's: the call was answered, but its thread does
     * not end. So it takes nothing from other tools.
     */
    void releaseHostShare() {
        control.releaseHost(this);
    }

    @Override
    public void close() {
        control.release(this);
    }
}
