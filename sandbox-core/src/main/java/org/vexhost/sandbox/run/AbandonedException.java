package org.vexhost.sandbox.run;

import java.io.Serial;

/**
 * Thrown to the caller of a job that did not stop when it was told to. The caller no longer waits
 * for the job.
 */
public final class AbandonedException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final StopReason reason;

    AbandonedException(StopReason reason) {
        super("abandoned: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Returns the reason why the job was told to stop. */
    public StopReason reason() {
        return reason;
    }
}
