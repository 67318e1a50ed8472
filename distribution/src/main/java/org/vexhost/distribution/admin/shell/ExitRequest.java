package org.vexhost.distribution.admin.shell;

/** Thrown by {@code exit} to end the session, through all running commands. */
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
