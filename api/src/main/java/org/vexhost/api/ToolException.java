package org.vexhost.api;

import java.util.Objects;

/**
 * Thrown if a call fails. {@link #error()} contains the reason.
 *
 * @since 1.0
 */
public final class ToolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ToolError error;

    /** Creates an exception without a cause, for an error that the host itself detected. */
    public ToolException(ToolError error) {
        super(error.message());
        this.error = error;
    }

    /** Creates an exception for an error with a cause. */
    public ToolException(ToolError error, Throwable cause) {
        super(error.message(), Objects.requireNonNull(cause, "cause"));
        this.error = error;
    }

    /** Returns the code, reason, tool, message and typed facts. */
    public ToolError error() {
        return error;
    }
}
