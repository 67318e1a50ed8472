package org.vexhost.distribution.admin.shell;

/** Thrown by {@code exit}, through whatever runs, to the session that is to end. */
public final class ExitRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    ExitRequest(int status) {
        super("exit", null, false, false);
        this.status = status;
    }

    /** What the session ends with. */
    public int status() {
        return status;
    }
}
