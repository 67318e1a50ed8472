package org.vexhost.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Why a call has no result.
 *
 * @param reason why, which also gives the {@link #code}
 * @param tool the name that was called; quoted and cut where it is not a name
 * @param message for people: names the tool, the limit, its value and unit, and what was asked for;
 *     safe to print
 * @param detail the facts of the message, typed
 * @param usage what the call used before it failed, where a sandbox was started
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

    /** An error without typed facts. */
    public static ToolError of(ErrorReason reason, String tool, String message) {
        return new ToolError(reason, tool, message, Optional.empty(), Optional.empty());
    }

    /** An error with typed facts. */
    public static ToolError of(
            ErrorReason reason, String tool, String message, ErrorDetail detail) {
        return new ToolError(reason, tool, message, Optional.of(detail), Optional.empty());
    }

    /** The same error with what the call used. */
    public ToolError withUsage(Usage used) {
        return new ToolError(reason, tool, message, detail, Optional.of(used));
    }

    /** An exception that carries this. */
    public ToolException toException() {
        return new ToolException(this);
    }

    /** What kind of failure it is. */
    public ErrorCode code() {
        return reason.code();
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean isRetryable() {
        return reason.isRetryable();
    }

    /**
     * Renders this as a JSON object: {@code code}, {@code reason}, {@code tool}, {@code message},
     * {@code retryable}, and where known {@code detail} and {@code usage}.
     */
    public Json toJson() {
        return ToolErrorJson.render(this);
    }

    /**
     * Reads what {@link #toJson} wrote. Members that it does not know are ignored.
     *
     * @throws InvalidJsonException if it is not such an object
     */
    public static ToolError fromJson(Json json) {
        return ToolErrorJson.read(json);
    }
}
