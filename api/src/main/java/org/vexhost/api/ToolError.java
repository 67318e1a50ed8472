package org.vexhost.api;

import java.util.Objects;
import java.util.Optional;

/**
 * The error of a failed call.
 *
 * @param reason why the call failed; it also determines the {@link #code}
 * @param tool the name that was called; quoted and truncated if it is not a valid name
 * @param message a text for people; safe to print. It names the tool. If a limit was exceeded, it
 *     also contains the limit's value and unit, and the requested amount
 * @param detail the facts of the message as typed values
 * @param usage what the call used before it failed, if a sandbox was started
 * @since 1.0
 */
public record ToolError(
        ErrorReason reason,
        String tool,
        String message,
        Optional<ErrorDetail> detail,
        Optional<Usage> usage) {

    /** Checks that nothing is null. */
    public ToolError {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(usage, "usage");
    }

    /** Returns an error without typed facts. */
    public static ToolError of(ErrorReason reason, String tool, String message) {
        return new ToolError(reason, tool, message, Optional.empty(), Optional.empty());
    }

    /** Returns an error with typed facts. */
    public static ToolError of(
            ErrorReason reason, String tool, String message, ErrorDetail detail) {
        return new ToolError(reason, tool, message, Optional.of(detail), Optional.empty());
    }

    /** Returns the same error with the given usage. */
    public ToolError withUsage(Usage used) {
        return new ToolError(reason, tool, message, detail, Optional.of(used));
    }

    /** Returns an exception that contains this error. */
    public ToolException toException() {
        return new ToolException(this);
    }

    /** Returns the kind of failure. */
    public ErrorCode code() {
        return reason.code();
    }

    /** Returns whether the same call may succeed later without any change by a person. */
    public boolean isRetryable() {
        return reason.isRetryable();
    }

    /**
     * Renders this error as a JSON object: {@code code}, {@code reason}, {@code tool}, {@code
     * message}, {@code retryable}, and {@code detail} and {@code usage} if known.
     */
    public Json toJson() {
        return ToolErrorJson.render(this);
    }

    /**
     * Reads the output of {@link #toJson}. Unknown members are ignored.
     *
     * @throws InvalidJsonException if the text is not such an object
     */
    public static ToolError fromJson(Json json) {
        return ToolErrorJson.read(json);
    }
}
