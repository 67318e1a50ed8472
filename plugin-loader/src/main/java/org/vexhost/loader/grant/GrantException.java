package org.vexhost.loader.grant;

import java.util.Objects;

/** Thrown if a grant or a grants file cannot be accepted. */
public final class GrantException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kind of reason. */
    public enum Reason {
        /** The file is not readable, not JSON, or not of the documented form. */
        INVALID_FILE,
        /** A value is not of the documented form. */
        INVALID_VALUE,
        /** A directory overlaps the host's own folder. */
        OVERLAPS_HOME,
        /**
         * A directory overlaps another folder of the host: its distribution, cache, JDK or the
         * system.
         */
        OVERLAPS_HOST,
        /** A directory does not exist, or is not a directory. */
        NOT_A_DIRECTORY,
        /** This capability can never be granted. */
        NEVER_GRANTED,
        /** The grant to be revoked did not exist. */
        NOT_GRANTED,
        /** The file could not be written. */
        NOT_WRITTEN
    }

    private final Reason reason;

    /** Creates an exception without a cause. */
    public GrantException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Creates an exception with a cause. */
    public GrantException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the kind of reason. */
    public Reason reason() {
        return reason;
    }
}
