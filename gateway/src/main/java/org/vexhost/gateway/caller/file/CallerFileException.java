package org.vexhost.gateway.caller.file;

/** A caller's file says something that cannot be used; the message is safe to print. */
public final class CallerFileException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Of a fact. */
    public CallerFileException(String message) {
        super(message);
    }

    /** Of a fact and what caused it. */
    public CallerFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
