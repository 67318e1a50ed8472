package org.vexhost.distribution.cli.terminal;

/** The exit statuses of the process. Errors of tools have 1 to 5, see {@code ErrorCode}. */
public final class ExitStatus {

    /** Success. */
    public static final int OK = 0;

    /** The command failed. */
    public static final int FAILED = 1;

    /** The arguments are invalid. */
    public static final int USAGE = 2;

    /** No host runs on the home. */
    public static final int NO_HOST = 6;

    /** {@code exec}: out of time or fuel, the same status as that of {@code timeout}. */
    public static final int TIMEOUT = 124;

    /** {@code exec}: nothing ran. */
    public static final int REFUSED = 125;

    /** {@code exec}: a trap, the same status as that of an aborted program in a shell. */
    public static final int TRAP = 134;

    /** {@code exec}: the guest kept writing to a closed pipe, the same status as in a shell. */
    static final int BROKEN_PIPE = 141;

    /** The largest possible status. */
    public static final int MAX = 255;

    private ExitStatus() {}
}
