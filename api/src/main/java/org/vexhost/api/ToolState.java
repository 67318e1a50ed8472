package org.vexhost.api;

/**
 * Where a tool's newest artifact stands. An earlier version may serve in most of these states.
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
