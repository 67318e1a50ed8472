package org.vexhost.gateway.caller.file;

/** Thrown if a caller's file cannot be used. The message is safe to print. */
public final class CallerFileException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message. */
    public CallerFileException(String message) {
        super(message);
    }

    /** Creates an exception with a message and a cause. */
    public CallerFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
