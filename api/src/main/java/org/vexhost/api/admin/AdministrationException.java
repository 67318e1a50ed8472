package org.vexhost.api.admin;

import java.util.Objects;

/**
 * An operator's request that was not carried out; the message says why and is safe to print.
 *
 * @since 1.0
 */
public final class AdministrationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What kind of obstacle it was. */
    public enum Reason {
        /** There is no such tool, caller or file. */
        NOT_FOUND,
        /** The request itself is not acceptable. */
        INVALID,
        /**
         * It does not fit how things stand: another artifact waits, nothing waits, a name is held.
         */
        CONFLICT,
        /** In force, but not written down: a restart undoes it. */
        NOT_WRITTEN,
        /** The host failed to do it; nothing changed. */
        FAILED
    }

    private final Reason reason;

    /** Without a cause. */
    public AdministrationException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** With what led to it. */
    public AdministrationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What kind of obstacle it was. */
    public Reason reason() {
        return reason;
    }
}
