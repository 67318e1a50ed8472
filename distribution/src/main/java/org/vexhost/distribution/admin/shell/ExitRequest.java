package org.vexhost.distribution.admin.shell;

/** Thrown by {@code exit}. It ends all running commands and the session. */
public final class ExitRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    ExitRequest(int status) {
        super("exit", null, false, false);
        this.status = status;
    }

    /** The exit status of the session. */
    public int status() {
        return status;
    }
}
