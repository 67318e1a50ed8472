package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.admin.ShellSession;
import org.vexhost.api.admin.ShellTerminal;
import org.vexhost.distribution.admin.shell.PipeErrors;

/** Runs a session with line editing, or one command, on the terminal of a client. */
final class TerminalRun implements ShellSession {

    private final GogoShell shell;
    private final Optional<String> command;
    private final Optional<? extends Principal> user;
    private final Optional<Path> history;
    private final InputStream input;
    private final OutputStream output;
    private ShellTerminal shown;

    /** Guarded by this. Null unless the session runs. */
    private @Nullable ExternalTerminal terminal;

    /** Guarded by this. Null unless the session runs. */
    private @Nullable CommandSession session;

    /** Guarded by this. Null unless the session runs. */
    private @Nullable Thread runner;

    private boolean isGone;

    /**
     * Creates a session that has not begun.
     *
     * @param command the only command; empty for a session with line editing
     * @param history the file of earlier lines; empty if lines are not stored
     * @param shown the client's terminal
     */
    TerminalRun(
            GogoShell shell,
            Optional<String> command,
            Optional<? extends Principal> user,
            Optional<Path> history,
            ShellTerminal shown,
            InputStream input,
            OutputStream output) {
        this.shell = shell;
        this.command = command;
        this.user = user;
        this.history = history;
        this.shown = shown;
        this.input = input;
        this.output = output;
    }

    @Override
    public int run() throws IOException {
        try (ExternalTerminal opened =
                new ExternalTerminal(
                        "vexhost",
                        shown.type(),
                        input,
                        new FlushingOutput(output),
                        StandardCharsets.UTF_8)) {
            if (!begin(opened)) {
                return GogoShell.GONE;
            }
            if (command.isPresent()) {
                return runCommand(command.get(), opened);
            }
            boolean ignored = shell.interact(opened, user, history, shell.greeting(), this::begun);
            return 0;
        } finally {
            end();
        }
    }

    private int runCommand(String text, Terminal opened) throws IOException {
        PrintStream out = new PrintStream(opened.output(), false, StandardCharsets.UTF_8);
        try (CommandSession begun =
                shell.open(opened.input(), out, new PipeErrors(opened.output()))) {
            shell.prepare(begun, opened, user);
            opened.handle(Terminal.Signal.INT, signal -> GogoShell.interrupt(begun));
            begun(begun);
            int status = GogoShell.run(text, begun, out, out);
            out.flush();
            opened.flush();
            return status;
        }
    }

    private synchronized boolean begin(ExternalTerminal opened) {
        terminal = opened;
        runner = Thread.currentThread();
        opened.setSize(size(shown));
        return !isGone;
    }

    private synchronized void begun(CommandSession opened) {
        session = opened;
    }

    private synchronized void end() {
        terminal = null;
        session = null;
        runner = null;
    }

    @Override
    public void resize(ShellTerminal now) {
        ExternalTerminal open;
        synchronized (this) {
            shown = now;
            open = terminal;
        }
        if (open != null) {
            open.setSize(size(now));
            open.raise(Terminal.Signal.WINCH);
        }
    }

    @Override
    public void interrupt() {
        ExternalTerminal open;
        synchronized (this) {
            open = terminal;
        }
        if (open != null) {
            open.raise(Terminal.Signal.INT);
        }
    }

    @Override
    public synchronized void hangUp() {
        isGone = true;
        if (terminal != null) {
            GogoShell.closeQuietly(terminal);
        }
        // Only a running command has to be interrupted: a session that waits for a line ends
        // because its terminal is closed, and then saves its history.
        if (session != null
                && runner != null
                && (command.isPresent() || session.foregroundJob() != null)) {
            GogoShell.closeQuietly(session);
            runner.interrupt();
        }
    }

    private static Size size(ShellTerminal shown) {
        return new Size(shown.columns(), shown.rows());
    }
}
