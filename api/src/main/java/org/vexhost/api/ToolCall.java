package org.vexhost.api;

import java.util.Objects;
import java.util.UUID;

/**
 * One call of a tool.
 *
 * @param arguments usually a JSON object, as the tool's schema says
 * @param callId names the call in logs; 1 to 128 visible ASCII characters
 * @param deadline when the caller stops waiting, queueing included; the tool's own timeout may end
 *     the call earlier
 * @param caller who calls, for logs, for example {@code shell}; 1 to 128 visible ASCII characters
 * @since 1.0
 */
public record ToolCall(Json arguments, String callId, Deadline deadline, String caller) {

    private static final int MAX_LENGTH = 128;

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if callId or caller is empty, too long or not visible ASCII
     */
    public ToolCall {
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(deadline, "deadline");
        requireVisible("callId", callId);
        requireVisible("caller", caller);
    }

    /** A call with a random id and the longest deadline there is. */
    public static ToolCall of(Json arguments, String caller) {
        return new ToolCall(
                arguments, UUID.randomUUID().toString(), Deadline.after(Deadline.MAX), caller);
    }

    /** The same call with another deadline. */
    public ToolCall withDeadline(Deadline other) {
        return new ToolCall(arguments, callId, other, caller);
    }

    private static void requireVisible(String field, String value) {
        if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "%s is not 1 to %d visible ASCII characters [%s]"
                            .formatted(field, MAX_LENGTH, MessageText.quote(value)));
        }
    }
}
