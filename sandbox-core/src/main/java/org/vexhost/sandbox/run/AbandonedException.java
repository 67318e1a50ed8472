package org.vexhost.sandbox.run;

import java.io.Serial;

/** A job did not stop when it was told to, and its caller no longer waits. */
public final class AbandonedException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final StopReason reason;

    AbandonedException(StopReason reason) {
        super("abandoned: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Returns the reason for which it was told to stop. */
    public StopReason reason() {
        return reason;
    }
}
