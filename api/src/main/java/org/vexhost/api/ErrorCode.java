package org.vexhost.api;

/**
 * The kind of failure that a caller sees. {@link ErrorReason} gives the precise reason.
 *
 * @since 1.0
 */
public enum ErrorCode {
    /** No tool has that name. */
    NOT_FOUND(3),
    /** The arguments do not fit the tool's schema or the input limits. */
    INVALID_ARGUMENTS(2),
    /** The tool ran and failed. */
    EXECUTION_FAILED(1),
    /** The tool used up its fuel or its time. */
    TIMEOUT(4),
    /** The tool exists but cannot be called now. */
    UNAVAILABLE(5);

    private final int exitStatus;

    ErrorCode(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** Returns the exit status of the {@code vexhost call} command for this code, 1 to 5. */
    public int exitStatus() {
        return exitStatus;
    }
}
