package org.vexhost.loader.deploy;

/** An operator's command that cannot be done; the message says why and is safe to print. */
public final class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public AdminException(String message) {
        super(message);
    }

    /** With what led to it. */
    public AdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
