package org.vexhost.loader.schema;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;

/**
 * Thrown if arguments violate the schema, or could not be checked completely. Has no stack trace.
 */
public final class ArgumentsRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorReason reason;
    private final transient @Nullable ErrorDetail detail;

    ArgumentsRefusedException(ErrorReason reason, String fact) {
        this(reason, fact, null);
    }

    ArgumentsRefusedException(ErrorReason reason, String fact, @Nullable ErrorDetail detail) {
        super(fact, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.detail = detail;
    }

    /**
     * Returns the reason: SCHEMA_VIOLATION, INPUT_TOO_LARGE, MALFORMED_JSON, WALL_CLOCK if the
     * deadline expired, or CANCELLED if the thread was interrupted (its interrupt status stays
     * set).
     */
    public ErrorReason reason() {
        return reason;
    }

    /**
     * Returns the problem, as the rest of a sentence whose first word is "arguments"; safe to
     * print.
     */
    public String fact() {
        return Objects.requireNonNull(getMessage());
    }

    /** Returns the typed details, if any. */
    public Optional<ErrorDetail> detail() {
        return Optional.ofNullable(detail);
    }
}
