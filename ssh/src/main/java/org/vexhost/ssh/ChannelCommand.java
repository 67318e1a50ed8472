package org.vexhost.ssh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.ShellClient;
import org.vexhost.api.admin.ShellSession;
import org.vexhost.api.admin.ShellSessions;
import org.vexhost.api.admin.ShellTerminal;

/**
 * One session of the shell on a channel. The session runs on a thread of its own; the methods that
 * the server calls never wait for the client or for the session.
 */
final class ChannelCommand implements Command {

    /** The longest script from standard input, as {@code vexhost shell} has it. */
    static final int MAX_SCRIPT_BYTES = 1 << 20;

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 5;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelCommand.class);

    private final ShellSessions shells;
    private final ShellThreads threads;
    private final Caller caller;
    private final Optional<String> command;
    private InputStream input = InputStream.nullInputStream();
    private OutputStream output = OutputStream.nullOutputStream();
    private OutputStream errorOutput = OutputStream.nullOutputStream();
    private ExitCallback exit = (status, text, now) -> {};

    /** Guarded by this. */
    private @Nullable ShellSession session;

    /** Guarded by this. */
    private boolean isGone;

    /** Guarded by this. The requests that were not passed on yet. */
    private final Set<Request> requests = EnumSet.noneOf(Request.class);

    /** Guarded by this. Whether a thread handles requests. */
    private boolean isHandling;

    /** The client's terminal. The server changes it when the client does. */
    private Map<String, String> environment = Map.of();

    /** A request to the running session. The most urgent kind comes first. */
    private enum Request {
        HANG_UP,
        INTERRUPT,
        RESIZE
    }

    /**
     * Creates a session that has not started.
     *
     * @param command the command of {@code ssh host COMMAND}; empty for a shell
     */
    ChannelCommand(
            ShellSessions shells, ShellThreads threads, Caller caller, Optional<String> command) {
        this.shells = shells;
        this.threads = threads;
        this.caller = caller;
        this.command = command;
    }

    @Override
    public void setInputStream(InputStream in) {
        input = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        output = new StaysOpen(out);
    }

    @Override
    public void setErrorStream(OutputStream err) {
        errorOutput = new StaysOpen(err);
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        this.environment = environment.getEnv();
        Optional<ShellTerminal> terminal = terminal(this.environment);
        environment.addSignalListener((from, signal) -> request(Request.INTERRUPT), Signal.INT);
        environment.addSignalListener((from, signal) -> request(Request.RESIZE), Signal.WINCH);
        if (!threads.run(this, () -> run(terminal))) {
            exit.onExit(UNAVAILABLE);
        }
    }

    /** The terminal that the client asked for; empty if it did not. */
    private static Optional<ShellTerminal> terminal(Map<String, String> environment) {
        String type = environment.get(Environment.ENV_TERM);
        return type == null
                ? Optional.empty()
                : Optional.of(
                        new ShellTerminal(
                                type,
                                number(environment.get(Environment.ENV_COLUMNS), DEFAULT_COLUMNS),
                                number(environment.get(Environment.ENV_LINES), DEFAULT_ROWS)));
    }

    private static int number(@Nullable String text, int normal) {
        try {
            int value = text == null ? 0 : Integer.parseInt(text);
            return value > 0 ? value : normal;
        } catch (NumberFormatException e) {
            return normal;
        }
    }

    /** Asks for something that may have to wait for the client or for the session. */
    private void request(Request request) {
        synchronized (this) {
            requests.add(request);
            if (isHandling || session == null) {
                return;
            }
            isHandling = true;
        }
        if (!threads.execute(this::handle)) {
            synchronized (this) {
                isHandling = false;
            }
        }
    }

    private void handle() {
        while (true) {
            Request next;
            ShellSession now;
            synchronized (this) {
                now = session;
                if (now == null || requests.isEmpty()) {
                    isHandling = false;
                    return;
                }
                next = requests.iterator().next();
                requests.remove(next);
            }
            try {
                switch (next) {
                    case HANG_UP -> now.hangUp();
                    case INTERRUPT -> now.interrupt();
                    case RESIZE -> terminal(environment).ifPresent(now::resize);
                }
            } catch (RuntimeException e) {
                LOG.warn("shell session over SSH does not accept {}", next, e);
            }
        }
    }

    private void run(Optional<ShellTerminal> terminal) {
        int status = FAILED;
        try {
            status = serve(terminal);
        } catch (IOException e) {
            LOG.debug("client is gone", e);
        } catch (IllegalStateException e) {
            LOG.warn("shell session over SSH cannot begin [{}]", e.getMessage());
            status = UNAVAILABLE;
        } catch (RuntimeException | Error e) {
            LOG.error("shell session over SSH failed", e);
        } finally {
            synchronized (this) {
                session = null;
            }
            exit.onExit(status);
        }
    }

    private int serve(Optional<ShellTerminal> terminal) throws IOException {
        ShellClient client = new ShellClient(caller, terminal, input, output, errorOutput);
        ShellSession opened;
        if (command.isPresent()) {
            opened = shells.command(client, command.get());
        } else if (terminal.isPresent()) {
            opened = shells.interactive(client);
        } else {
            byte[] script = input.readNBytes(MAX_SCRIPT_BYTES + 1);
            if (script.length > MAX_SCRIPT_BYTES) {
                String text = "script exceeds %d bytes%n".formatted(MAX_SCRIPT_BYTES);
                errorOutput.write(text.getBytes(StandardCharsets.UTF_8));
                errorOutput.flush();
                return USAGE;
            }
            opened = shells.command(client, new String(script, StandardCharsets.UTF_8));
        }
        synchronized (this) {
            session = opened;
        }
        // The terminal may have changed meanwhile, and the client may be gone.
        request(isGone() ? Request.HANG_UP : Request.RESIZE);
        return opened.run();
    }

    /** Called when the channel closes, for whatever reason. */
    @Override
    public void destroy(ChannelSession channel) {
        hangUp();
    }

    void hangUp() {
        synchronized (this) {
            isGone = true;
        }
        request(Request.HANG_UP);
    }

    /** Whether the channel has closed. */
    synchronized boolean isGone() {
        return isGone;
    }

    /** The channel closes its own streams, after the exit status has been sent. */
    private static final class StaysOpen extends FilterOutputStream {

        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
