package org.vexhost.sandbox.run;

import java.io.Serial;
import java.util.Objects;

/** Ends a job that was told to stop. Has no stack trace. */
public final class JobStoppedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final StopReason reason;

    /** Ends the job for a reason. */
    public JobStoppedException(StopReason reason) {
        super("stopped: " + reason, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public StopReason reason() {
        return reason;
    }
}
