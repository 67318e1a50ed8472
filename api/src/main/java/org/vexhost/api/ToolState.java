package org.vexhost.api;

/**
 * The state of a tool's newest artifact. In most of these states an earlier version may be serving.
 *
 * @since 1.0
 */
public enum ToolState {
    /** Not complete: something is missing, or still being written. */
    WAITING,
    /** Being checked and compiled. */
    COMPILING,
    /** Ready to run, but the operator has to grant or approve something first. */
    BLOCKED,
    /** Can be called. */
    ACTIVE,
    /** Refused; the reason says why. */
    FAILED,
    /** Going away: calls in flight end, new ones are refused. */
    DRAINING,
    /** Taken out of service by an operator. */
    DISABLED
}
