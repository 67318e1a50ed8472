package org.vexhost.console.page;

/** Thrown if there is no page at a path. */
public final class NoSuchPageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a fixed message. */
    public NoSuchPageException() {
        super("nothing is here");
    }
}
