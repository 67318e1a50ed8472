package org.vexhost.distribution.cli.terminal;

import java.util.List;

/** A command ends here: what to print and how to end. */
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

    /** What is printed. */
    public List<String> lines() {
        return lines;
    }

    /** What the process ends with. */
    public int exitStatus() {
        return exitStatus;
    }
}
