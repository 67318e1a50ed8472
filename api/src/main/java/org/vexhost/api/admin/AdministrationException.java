package org.vexhost.api.admin;

import java.util.Objects;

/**
 * An operator's request failed. The message gives the reason and is safe to print.
 *
 * @since 1.0
 */
public final class AdministrationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kind of the failure. */
    public enum Reason {
        /** There is no such tool, caller or file. */
        NOT_FOUND,
        /** The request itself is not acceptable. */
        INVALID,
        /**
         * The request conflicts with the current state: another artifact waits, none waits, or the
         * name is taken.
         */
        CONFLICT,
        /** The change is in force but could not be saved: a restart undoes it. */
        NOT_WRITTEN,
        /** The host failed to carry out the request; nothing changed. */
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

    /** Returns the kind of the failure. */
    public Reason reason() {
        return reason;
    }
}
