package org.vexhost.loader.execute;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;

/** Creates the errors that the executor itself detects. */
final class CallErrors {

    private static final int MAX_MESSAGE_LENGTH = 1_000;

    private CallErrors() {}

    static ToolError inputTooLarge(String tool, int max, int actual) {
        return limit(
                ErrorReason.INPUT_TOO_LARGE,
                tool,
                "Tool '%s' exceeded maxInputBytes of %s [arguments of %d bytes]"
                        .formatted(tool, MessageText.bytes(max), actual),
                new ErrorDetail.LimitExceeded(
                        "maxInputBytes", max, "bytes", OptionalLong.of(actual)));
    }

    static ToolError outputTooLarge(String tool, int max, int actual) {
        return limit(
                ErrorReason.OUTPUT_TOO_LARGE,
                tool,
                "Tool '%s' exceeded maxOutputBytes of %s [result of %d bytes]"
                        .formatted(tool, MessageText.bytes(max), actual),
                new ErrorDetail.LimitExceeded(
                        "maxOutputBytes", max, "bytes", OptionalLong.of(actual)));
    }

    static ToolError noThread(String tool) {
        return ToolError.of(
                ErrorReason.OVERLOADED,
                tool,
                "Tool '%s' has no thread to run on: none can be started".formatted(tool));
    }

    static ToolError noOutput(String tool) {
        return ToolError.of(
                ErrorReason.INVALID_OUTPUT, tool, "Tool '%s' returned no result".formatted(tool));
    }

    static ToolError timeout(String tool, Duration timeout) {
        long millis = timeout.toMillis();
        return limit(
                ErrorReason.WALL_CLOCK,
                tool,
                "Tool '%s' exceeded timeout of %d ms".formatted(tool, millis),
                new ErrorDetail.LimitExceeded("timeout", millis, "ms", OptionalLong.empty()));
    }

    static ToolError deadline(String tool, String doing) {
        return ToolError.of(
                ErrorReason.WALL_CLOCK,
                tool,
                "Call of tool '%s' exceeded its deadline [%s]".formatted(tool, doing));
    }

    static ToolError cancelled(String tool, String doing) {
        return ToolError.of(
                ErrorReason.CANCELLED,
                tool,
                "Call of tool '%s' was cancelled [%s]".formatted(tool, doing));
    }

    static ToolError draining(String tool) {
        return ToolError.of(
                ErrorReason.DRAINING,
                tool,
                "Call of tool '%s' was ended because the tool is being drained".formatted(tool));
    }

    static ToolError hostDraining(String called) {
        String tool = shown(called);
        return ToolError.of(
                ErrorReason.DRAINING,
                tool,
                "Tool '%s' accepts no more calls [the host is closing]".formatted(tool));
    }

    static ToolError notReady(String tool) {
        return ToolError.of(
                ErrorReason.NOT_READY,
                tool,
                "Tool '%s' reports that it is not ready".formatted(tool));
    }

    static ToolError quarantined(String tool, int max) {
        return limit(
                ErrorReason.QUARANTINED,
                tool,
                "Tool '%s' reached maxStuckThreads of %d threads [they do not end when interrupted]"
                        .formatted(tool, max),
                new ErrorDetail.LimitExceeded(
                        "maxStuckThreads", max, "threads", OptionalLong.of(max)));
    }

    static ToolError overloaded(
            String called, String limit, long max, String unit, OptionalLong actual, String doing) {
        String tool = shown(called);
        String shownMax = unit.equals("bytes") ? MessageText.bytes(max) : max + " " + unit;
        return limit(
                ErrorReason.OVERLOADED,
                tool,
                "Call of tool '%s' exceeded %s of %s [%s]".formatted(tool, limit, shownMax, doing),
                new ErrorDetail.LimitExceeded(limit, max, unit, actual));
    }

    static ToolError memoryBudget(String called, long maxBytes, long neededBytes) {
        String tool = shown(called);
        return limit(
                ErrorReason.MEMORY_BUDGET,
                tool,
                ("Call of tool '%s' can never run here: it may need %s bytes of heap, and one call"
                                + " can have %s; lower its maxMemoryBytes or raise the host's heap")
                        .formatted(
                                tool, MessageText.bytes(neededBytes), MessageText.bytes(maxBytes)),
                new ErrorDetail.LimitExceeded(
                        "memoryBudget", maxBytes, "bytes", OptionalLong.of(neededBytes)));
    }

    static ToolError toolFailure(String tool, Throwable thrown) {
        String what = thrown.getMessage();
        return ToolError.of(
                ErrorReason.TOOL_FAILURE,
                tool,
                "Tool '%s' failed [%s%s]"
                        .formatted(
                                tool,
                                thrown.getClass().getName(),
                                what == null ? "" : ": " + MessageText.escape(what, 200)));
    }

    static ToolError hostFailure(String called, String callId) {
        String tool = shown(called);
        return ToolError.of(
                ErrorReason.HOST_FAILURE,
                tool,
                "Call of tool '%s' failed because of an error in the host [call %s, see the log]"
                        .formatted(tool, callId));
    }

    /** Returns a Java tool's error with the tool's own name and a printable message. */
    static ToolError byJavaTool(String tool, ToolError error) {
        String message = error.message();
        boolean printable =
                message.length() <= MAX_MESSAGE_LENGTH
                        && MessageText.escape(message.replace("\\", ""), MAX_MESSAGE_LENGTH)
                                .equals(message.replace("\\", ""));
        return new ToolError(
                error.reason(),
                tool,
                printable ? message : MessageText.escape(message, MAX_MESSAGE_LENGTH),
                error.detail(),
                error.usage());
    }

    static ToolError arguments(
            String tool, ErrorReason reason, String fact, Optional<ErrorDetail> detail) {
        return new ToolError(
                reason,
                tool,
                "Arguments of tool '%s' %s".formatted(tool, fact),
                detail,
                Optional.empty());
    }

    /**
     * Returns an error for an invalid result. If the check timed out or was cancelled, the result
     * is not known to be invalid, so the reason of the check is kept.
     */
    static ToolError result(
            String tool, ErrorReason reason, String fact, Optional<ErrorDetail> detail) {
        boolean ended = reason == ErrorReason.WALL_CLOCK || reason == ErrorReason.CANCELLED;
        return new ToolError(
                ended ? reason : ErrorReason.INVALID_OUTPUT,
                tool,
                "Results of tool '%s' %s".formatted(tool, fact),
                detail,
                Optional.empty());
    }

    /** Returns the called name for a message. A caller can use any text as a name. */
    private static String shown(String called) {
        return ToolDefinition.NAME.matcher(called).matches()
                ? called
                : MessageText.escape(called, 64);
    }

    private static ToolError limit(
            ErrorReason reason, String tool, String message, ErrorDetail.LimitExceeded detail) {
        return ToolError.of(reason, tool, message, detail);
    }
}
