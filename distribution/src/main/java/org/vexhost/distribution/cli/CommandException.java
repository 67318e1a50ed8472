package org.vexhost.distribution.cli;

import java.util.List;

/** A command ends here: what to print and how to end. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int exitStatus;

    CommandException(int exitStatus, String line) {
        this(exitStatus, List.of(line));
    }

    CommandException(int exitStatus, List<String> lines) {
        super(String.join("; ", lines));
        this.exitStatus = exitStatus;
        this.lines = List.copyOf(lines);
    }

    List<String> lines() {
        return lines;
    }

    int exitStatus() {
        return exitStatus;
    }
}
