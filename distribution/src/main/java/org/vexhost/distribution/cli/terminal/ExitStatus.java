package org.vexhost.distribution.cli.terminal;

/** What the process says by how it ends. Tools' errors have 1 to 5; see {@code ErrorCode}. */
public final class ExitStatus {

    /** All is well. */
    public static final int OK = 0;

    /** What was asked for failed. */
    public static final int FAILED = 1;

    /** The arguments are wrong. */
    public static final int USAGE = 2;

    /** No host runs on the home. */
    public static final int NO_HOST = 6;

    /** Of {@code exec}: out of time or fuel, as {@code timeout} says it. */
    public static final int TIMEOUT = 124;

    /** Of {@code exec}: nothing was run. */
    public static final int REFUSED = 125;

    /** Of {@code exec}: a trap, as a shell says of a program that aborts. */
    public static final int TRAP = 134;

    /** Of {@code exec}: it went on writing to a pipe that nobody reads, as a shell says of that. */
    static final int BROKEN_PIPE = 141;

    /** The largest status there is. */
    public static final int MAX = 255;

    private ExitStatus() {}
}
