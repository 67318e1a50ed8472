package org.vexhost.api;

import static org.vexhost.api.ErrorCode.EXECUTION_FAILED;
import static org.vexhost.api.ErrorCode.INVALID_ARGUMENTS;
import static org.vexhost.api.ErrorCode.NOT_FOUND;
import static org.vexhost.api.ErrorCode.TIMEOUT;
import static org.vexhost.api.ErrorCode.UNAVAILABLE;

/**
 * The reason why a call failed, in more detail than {@link ErrorCode}. Every reason belongs to
 * exactly one code.
 *
 * @since 1.0
 */
public enum ErrorReason {
    /** No tool with that name is deployed. */
    NO_SUCH_TOOL(NOT_FOUND, Retry.NO),

    /** The arguments are not well-formed JSON. */
    MALFORMED_JSON(INVALID_ARGUMENTS, Retry.NO),
    /** The arguments do not match the tool's JSON Schema. */
    SCHEMA_VIOLATION(INVALID_ARGUMENTS, Retry.NO),
    /** The arguments are larger than {@code maxInputBytes}. */
    INPUT_TOO_LARGE(INVALID_ARGUMENTS, Retry.NO),
    /** The tool itself rejected the arguments. */
    REJECTED_BY_TOOL(INVALID_ARGUMENTS, Retry.NO),

    /**
     * The guest trapped, for example because of an unreachable instruction, an access out of
     * bounds, or a division by zero.
     */
    TRAP(EXECUTION_FAILED, Retry.NO),
    /** The guest's calls nested deeper than {@code maxCallDepth}. */
    CALL_DEPTH(EXECUTION_FAILED, Retry.NO),
    /** The result is larger than {@code maxOutputBytes}. */
    OUTPUT_TOO_LARGE(EXECUTION_FAILED, Retry.NO),
    /** The result is not UTF-8 JSON. */
    INVALID_OUTPUT(EXECUTION_FAILED, Retry.NO),
    /** The guest returned a pointer or length outside of its memory. */
    OUT_OF_BOUNDS(EXECUTION_FAILED, Retry.NO),
    /** A command ended with an exit code other than 0. */
    EXIT_CODE(EXECUTION_FAILED, Retry.NO),
    /** A tool written in Java threw an exception. */
    TOOL_FAILURE(EXECUTION_FAILED, Retry.NO),
    /** The host failed while it ran the tool. The log has the cause. */
    HOST_FAILURE(EXECUTION_FAILED, Retry.NO),
    /** The caller interrupted or cancelled the call. */
    CANCELLED(EXECUTION_FAILED, Retry.NO),

    /** The guest and the host together used up {@code maxFuel}. */
    FUEL(TIMEOUT, Retry.NO),
    /** The call lasted longer than its timeout. */
    WALL_CLOCK(TIMEOUT, Retry.YES),

    /** The tool needs a capability that the operator has not granted. */
    CAPABILITY_NOT_GRANTED(UNAVAILABLE, Retry.NO),
    /**
     * An update of the tool waits for the operator's approval, and no earlier version is serving.
     */
    APPROVAL_NEEDED(UNAVAILABLE, Retry.NO),
    /** The limit on concurrent calls, on the queue or on memory is reached. */
    OVERLOADED(UNAVAILABLE, Retry.YES),
    /** The call may need more memory than the host can ever give to one call. */
    MEMORY_BUDGET(UNAVAILABLE, Retry.NO),
    /** The tool or the host is shutting down. */
    DRAINING(UNAVAILABLE, Retry.YES),
    /** An operator disabled the tool, or stopped its bundle. */
    DISABLED(UNAVAILABLE, Retry.NO),
    /** The tool is being checked or compiled, and no earlier version is serving. */
    DEPLOYING(UNAVAILABLE, Retry.YES),
    /** The tool's artifact was rejected, and no earlier version is serving. */
    DEPLOYMENT_FAILED(UNAVAILABLE, Retry.NO),
    /** The tool was taken out of service because its calls block threads that cannot be freed. */
    QUARANTINED(UNAVAILABLE, Retry.NO),
    /** The tool reports that it is not available. */
    NOT_READY(UNAVAILABLE, Retry.YES),
    /** The caller used up one of its quotas. The tool is not the cause. */
    CALLER_QUOTA(UNAVAILABLE, Retry.YES),
    /** One of the operator's rules forbids the call. The tool is not the cause. */
    REFUSED_BY_POLICY(UNAVAILABLE, Retry.NO);

    private enum Retry {
        YES,
        NO
    }

    private final ErrorCode code;
    private final Retry retry;

    ErrorReason(ErrorCode code, Retry retry) {
        this.code = code;
        this.retry = retry;
    }

    /** Returns the code to which this reason belongs. */
    public ErrorCode code() {
        return code;
    }

    /** Returns whether the same call may succeed later without any change by a person. */
    public boolean isRetryable() {
        return retry == Retry.YES;
    }
}
