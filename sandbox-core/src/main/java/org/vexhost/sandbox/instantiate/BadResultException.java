package org.vexhost.sandbox.instantiate;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;

/** Thrown if a guest ended without a usable result. It has no stack trace. */
public final class BadResultException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final ErrorReason reason;
    private final transient @Nullable ErrorDetail detail;

    /**
     * Creates an exception for a fault.
     *
     * @param reason the kind of fault
     * @param fact the rest of a sentence whose subject is the tool
     */
    BadResultException(ErrorReason reason, String fact, @Nullable ErrorDetail detail) {
        super(fact, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.detail = detail;
    }

    /** Returns the kind of fault. */
    public ErrorReason reason() {
        return reason;
    }

    /** Returns the rest of a sentence whose subject is the tool. */
    public String fact() {
        return String.valueOf(getMessage());
    }

    /** Returns the details of the fault as typed values, if there are any. */
    public Optional<ErrorDetail> detail() {
        return Optional.ofNullable(detail);
    }
}
