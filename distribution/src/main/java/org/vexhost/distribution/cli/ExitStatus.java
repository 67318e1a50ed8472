package org.vexhost.distribution.cli;

/** What the process says by how it ends. Tools' errors have 1 to 5; see {@code ErrorCode}. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** No host runs on the home. */
    static final int NO_HOST = 6;

    /** Of {@code exec}: out of time or fuel, as {@code timeout} says it. */
    static final int TIMEOUT = 124;

    /** Of {@code exec}: nothing was run. */
    static final int REFUSED = 125;

    /** Of {@code exec}: a trap, as a shell says of a program that aborts. */
    static final int TRAP = 134;

    /** Of {@code exec}: it went on writing to a pipe that nobody reads, as a shell says of that. */
    static final int BROKEN_PIPE = 141;

    /** The largest status there is. */
    static final int MAX = 255;

    private ExitStatus() {}
}
