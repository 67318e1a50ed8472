package org.vexhost.sandbox.run;

/** Why a job is to end before it is done. */
public enum StopReason {
    /** Its deadline has passed. */
    DEADLINE,
    /** Whoever waited for it was interrupted. */
    CANCELLED,
    /** The threads are going away. */
    CLOSED
}
