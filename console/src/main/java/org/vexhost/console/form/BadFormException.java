package org.vexhost.console.form;

/** Thrown if a form cannot be used. The message gives the reason and is safe to print. */
public final class BadFormException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason. */
    public BadFormException(String message) {
        super(message);
    }
}
