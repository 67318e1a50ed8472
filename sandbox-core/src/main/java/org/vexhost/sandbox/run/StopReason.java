package org.vexhost.sandbox.run;

/** The reason why a job must stop. */
public enum StopReason {
    /** The job's deadline has passed. */
    DEADLINE,
    /** The thread that waits for the job was interrupted. */
    CANCELLED,
    /** The pool of threads is being closed. */
    CLOSED
}
