package org.vexhost.sandbox.instantiate;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;

/** A guest ended without a result that could be used. Has no stack trace. */
public final class BadResultException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final ErrorReason reason;
    private final transient @Nullable ErrorDetail detail;

    /**
     * Names the fault.
     *
     * @param reason what kind of fault
     * @param fact the rest of a sentence that begins with the tool
     */
    BadResultException(ErrorReason reason, String fact, @Nullable ErrorDetail detail) {
        super(fact, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.detail = detail;
    }

    /** What kind of fault. */
    public ErrorReason reason() {
        return reason;
    }

    /** The rest of a sentence that begins with the tool. */
    public String fact() {
        return String.valueOf(getMessage());
    }

    /** The typed fact, if there is one. */
    public Optional<ErrorDetail> detail() {
        return Optional.ofNullable(detail);
    }
}
