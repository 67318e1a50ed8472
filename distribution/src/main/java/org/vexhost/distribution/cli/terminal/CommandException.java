package org.vexhost.distribution.cli.terminal;

import java.util.List;

/** Thrown to end a command with a message and an exit status. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int exitStatus;

    /** Creates an exception with a status and a message of one line. */
    public CommandException(int exitStatus, String line) {
        this(exitStatus, List.of(line));
    }

    /** Creates an exception with a status and a message of several lines. */
    public CommandException(int exitStatus, List<String> lines) {
        super(String.join("; ", lines));
        this.exitStatus = exitStatus;
        this.lines = List.copyOf(lines);
    }

    /** The lines of the message. */
    public List<String> lines() {
        return lines;
    }

    /** The exit status of the process. */
    public int exitStatus() {
        return exitStatus;
    }
}
