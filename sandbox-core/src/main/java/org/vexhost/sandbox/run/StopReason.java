package org.vexhost.sandbox.run;

/** The reason for which a job must stop. */
public enum StopReason {
    /** Its deadline has passed. */
    DEADLINE,
    /** The thread that waited for it was interrupted. */
    CANCELLED,
    /** The threads are being closed. */
    CLOSED
}
