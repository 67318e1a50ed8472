package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.admin.ShellSession;
import org.vexhost.api.admin.ShellTerminal;
import org.vexhost.distribution.admin.shell.CommandTerminal;
import org.vexhost.distribution.admin.shell.PipeErrors;

/** Runs one command or a script for a client without a terminal. */
final class CommandRun implements ShellSession {

    private final GogoShell shell;
    private final String command;
    private final Optional<? extends Principal> user;
    private final InputStream input;
    private final OutputStream output;
    private final OutputStream errorOutput;

    /** Guarded by this. Null unless the command runs. */
    private @Nullable CommandSession session;

    /** Guarded by this. Null unless the command runs. */
    private @Nullable Thread runner;

    private boolean isGone;

    CommandRun(
            GogoShell shell,
            String command,
            Optional<? extends Principal> user,
            InputStream input,
            OutputStream output,
            OutputStream errorOutput) {
        this.shell = shell;
        this.command = command;
        this.user = user;
        this.input = input;
        this.output = output;
        this.errorOutput = errorOutput;
    }

    @Override
    public int run() throws IOException {
        try (PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
                PrintStream err = new PrintStream(errorOutput, false, StandardCharsets.UTF_8);
                Terminal terminal = new CommandTerminal(input, out);
                CommandSession opened = shell.open(input, out, new PipeErrors(err))) {
            if (!begin(opened)) {
                return GogoShell.GONE;
            }
            shell.prepare(opened, terminal, user);
            int status = GogoShell.run(command, opened, out, err);
            err.flush();
            return status;
        } finally {
            end();
        }
    }

    private synchronized boolean begin(CommandSession opened) {
        session = opened;
        runner = Thread.currentThread();
        return !isGone;
    }

    private synchronized void end() {
        session = null;
        runner = null;
    }

    @Override
    public void resize(ShellTerminal terminal) {
        // Without a terminal there is no size.
    }

    @Override
    public void interrupt() {
        CommandSession running;
        synchronized (this) {
            running = session;
        }
        if (running != null) {
            GogoShell.interrupt(running);
        }
    }

    @Override
    public synchronized void hangUp() {
        isGone = true;
        if (session != null) {
            GogoShell.closeQuietly(session);
        }
        if (runner != null) {
            runner.interrupt();
        }
    }
}
