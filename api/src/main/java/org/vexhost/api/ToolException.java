package org.vexhost.api;

import java.util.Objects;

/**
 * A call that has no result. {@link #error()} says why.
 *
 * @since 1.0
 */
public final class ToolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ToolError error;

    /** Carries an error that the host itself decided: no cause. */
    public ToolException(ToolError error) {
        super(error.message());
        this.error = error;
    }

    /** Carries an error and what led to it. */
    public ToolException(ToolError error, Throwable cause) {
        super(error.message(), Objects.requireNonNull(cause, "cause"));
        this.error = error;
    }

    /** Code, reason, tool, message and typed facts. */
    public ToolError error() {
        return error;
    }
}
