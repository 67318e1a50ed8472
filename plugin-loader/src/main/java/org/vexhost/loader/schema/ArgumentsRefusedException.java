package org.vexhost.loader.schema;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;

/** Arguments that were not judged to the end, or that do not match. Has no stack trace. */
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
     * Why: SCHEMA_VIOLATION, INPUT_TOO_LARGE, MALFORMED_JSON, WALL_CLOCK when the deadline passed,
     * or CANCELLED when the thread was interrupted (its flag stays set).
     */
    public ErrorReason reason() {
        return reason;
    }

    /** What is wrong, as the end of a sentence that begins with "arguments"; safe to print. */
    public String fact() {
        return Objects.requireNonNull(getMessage());
    }

    /** The typed facts, where there are any. */
    public Optional<ErrorDetail> detail() {
        return Optional.ofNullable(detail);
    }
}
