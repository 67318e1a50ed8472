package org.vexhost.sandbox.run;

import java.io.Serial;
import java.util.Objects;

/** Thrown in a job that was told to stop. It has no stack trace. */
public final class JobStoppedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final StopReason reason;

    /** Creates an exception with the reason for the stop. */
    public JobStoppedException(StopReason reason) {
        super("stopped: " + reason, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the reason. */
    public StopReason reason() {
        return reason;
    }
}
