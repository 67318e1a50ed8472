package org.vexhost.gateway.caller;

/** A caller's file says something that cannot be used; the message is safe to print. */
final class CallerFileException extends Exception {

    private static final long serialVersionUID = 1L;

    CallerFileException(String message) {
        super(message);
    }

    CallerFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
