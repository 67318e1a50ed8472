package org.vexhost.loader.grant;

import java.util.Objects;

/** A grant, or a file of grants, that cannot be accepted. */
public final class GrantException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The file is not readable, not JSON, or not of the documented form. */
        INVALID_FILE,
        /** A value is not of the documented form. */
        INVALID_VALUE,
        /** A directory overlaps the host's own folder. */
        OVERLAPS_HOME,
        /** A directory overlaps another place of the host: its distribution, cache, JDK, system. */
        OVERLAPS_HOST,
        /** A directory does not exist, or is something else. */
        NOT_A_DIRECTORY,
        /** The capability is never granted. */
        NEVER_GRANTED,
        /** What is to be revoked was not granted. */
        NOT_GRANTED,
        /** The file could not be written. */
        NOT_WRITTEN
    }

    private final Reason reason;

    /** Without a cause. */
    public GrantException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** With what led to it. */
    public GrantException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
