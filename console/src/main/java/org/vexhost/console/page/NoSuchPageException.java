package org.vexhost.console.page;

/** What a path names is not there. */
public final class NoSuchPageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without more words. */
    public NoSuchPageException() {
        super("nothing is here");
    }
}
