package org.vexhost.api.admin;

import java.util.Objects;

/**
 * Thrown if an operator's request fails. The message contains the reason and is safe to print.
 *
 * @since 1.0
 */
public final class AdministrationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Reason {
        /** There is no such tool, caller or file. */
        NOT_FOUND,
        /** The request itself is not acceptable. */
        INVALID,
        /**
         * The request conflicts with the current state. For example, another artifact is waiting
         * for approval, no artifact is waiting, or the name is already used.
         */
        CONFLICT,
        /** The change has taken effect but could not be saved. A restart of the host undoes it. */
        NOT_WRITTEN,
        /** The host failed to carry out the request. Nothing has changed. */
        FAILED
    }

    private final Reason reason;

    /** Creates an exception without a cause. */
    public AdministrationException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Creates an exception with a cause. */
    public AdministrationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the kind of failure. */
    public Reason reason() {
        return reason;
    }
}
