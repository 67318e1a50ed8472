package org.vexhost.api;

/**
 * The state of a tool's newest artifact. In most states, an earlier version of the tool may still
 * be serving.
 *
 * @since 1.0
 */
public enum ToolState {
    /** Incomplete: a file is missing, or is still being written. */
    WAITING,
    /** Being checked and compiled. */
    COMPILING,
    /** Ready to run after the operator grants or approves something. */
    BLOCKED,
    /** Ready for calls. */
    ACTIVE,
    /** Rejected. The status gives the reason. */
    FAILED,
    /** Shutting down: calls in flight finish, and new ones are rejected. */
    DRAINING,
    /** Taken out of service by an operator. */
    DISABLED
}
