package org.vexhost.distribution.cli;

/** What the process says by how it ends. Tools' errors have 1 to 5; see {@code ErrorCode}. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** No host runs on the home. */
    static final int NO_HOST = 6;

    private ExitStatus() {}
}
