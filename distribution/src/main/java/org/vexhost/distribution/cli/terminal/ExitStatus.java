package org.vexhost.distribution.cli.terminal;

/**
 * The exit statuses of the process. Statuses 1 to 5 of tool errors are defined by {@code
 * ErrorCode}.
 */
public final class ExitStatus {

    /** Success. */
    public static final int OK = 0;

    /** The command failed. */
    public static final int FAILED = 1;

    /** The arguments are invalid. */
    public static final int USAGE = 2;

    /** No host runs on this home. */
    public static final int NO_HOST = 6;

    /**
     * {@code exec}: the time or fuel is used up; the same status as in the program {@code timeout}.
     */
    public static final int TIMEOUT = 124;

    /** {@code exec}: the module did not run. */
    public static final int REFUSED = 125;

    /** {@code exec}: the guest trapped; the same status as for an aborted program in a shell. */
    public static final int TRAP = 134;

    /**
     * {@code exec}: the guest continued to write to a closed pipe; the same status as in a shell.
     */
    static final int BROKEN_PIPE = 141;

    /** The largest possible status. */
    public static final int MAX = 255;

    private ExitStatus() {}
}
