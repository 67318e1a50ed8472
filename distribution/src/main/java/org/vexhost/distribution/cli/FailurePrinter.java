package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;

/** Prints the reason for the failure of a command. */
final class FailurePrinter {

    private FailurePrinter() {}

    /** Prints the reason, and returns the exit status. */
    static int print(Exception failure, PrintWriter err) {
        if (failure instanceof CommandException known) {
            for (String line : known.lines()) {
                err.println("vexhost: ".concat(TerminalEscapes.escape(line)));
            }
            return known.exitStatus();
        }
        err.println("vexhost: ".concat(TerminalEscapes.escape(failure.toString())));
        return ExitStatus.FAILED;
    }
}
