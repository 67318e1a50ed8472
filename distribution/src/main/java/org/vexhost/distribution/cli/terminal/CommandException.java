package org.vexhost.distribution.cli.terminal;

import java.util.List;

/** Ends a command with a message and an exit status. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int exitStatus;

    /** Ends a command with a status and one line. */
    public CommandException(int exitStatus, String line) {
        this(exitStatus, List.of(line));
    }

    /** Ends a command with a status and some lines. */
    public CommandException(int exitStatus, List<String> lines) {
        super(String.join("; ", lines));
        this.exitStatus = exitStatus;
        this.lines = List.copyOf(lines);
    }

    /** The lines to print. */
    public List<String> lines() {
        return lines;
    }

    /** The exit status of the process. */
    public int exitStatus() {
        return exitStatus;
    }
}
