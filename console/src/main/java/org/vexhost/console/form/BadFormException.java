package org.vexhost.console.form;

/** A form that cannot be used; the message says why and is safe to print. */
public final class BadFormException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says why. */
    public BadFormException(String message) {
        super(message);
    }
}
