package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jline.reader.LineReader;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.protocol.ShellRequest;
import org.vexhost.distribution.protocol.TerminalSize;

/**
 * The Felix shell, without a terminal of its own: one command, or a session on a client's terminal.
 * Takes the place of the activator of Gogo's line-editing bundle, which would take the process's
 * terminal and its signals, whether there is one or not.
 */
final class GogoShell implements AutoCloseable {

    static final String JLINE_BUNDLE = "org.apache.felix.gogo.jline";

    private static final Logger LOG = LoggerFactory.getLogger(GogoShell.class);

    private static final String SCOPES = "vex:felix:gogo:*";
    private static final String[] BUILTIN = {
        "format",
        "getopt",
        "new",
        "set",
        "tac",
        "type",
        "jobs",
        "fg",
        "bg",
        "keymap",
        "setopt",
        "unsetopt",
        "complete",
        "history",
        "widget",
        "__files",
        "__directories",
        "__usage_completion"
    };
    private static final String[] PROCEDURAL = {
        "each", "if", "not", "throw", "try", "until", "while", "break", "continue"
    };
    private static final String[] POSIX = {
        "cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "watch", "head", "tail",
        "clear", "wc", "date"
    };
    private static final String[] SHELL = {"sh", "source", "help"};

    private final HostControl host;
    private final CommandProcessor processor;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    GogoShell(BundleContext context, CommandProcessor processor, HostControl host) {
        this.host = host;
        this.processor = processor;
        registrations.add(
                context.registerService(
                        Converter.class,
                        new Converters(context.getBundle(0).getBundleContext()),
                        null));
        register(context, new Builtin(), BUILTIN);
        register(context, new Procedural(), PROCEDURAL);
        register(context, new Posix(processor), POSIX);
        register(context, newShell(), SHELL);
    }

    private void register(BundleContext context, Object commands, String[] names) {
        Dictionary<String, Object> properties =
                FrameworkUtil.asDictionary(
                        Map.of(
                                CommandProcessor.COMMAND_SCOPE,
                                "gogo",
                                CommandProcessor.COMMAND_FUNCTION,
                                names));
        registrations.add(
                context.registerService(commands.getClass().getName(), commands, properties));
    }

    /** Runs one command, or a script of several, and sends what it prints. */
    void run(String command, Session client) throws IOException {
        int status;
        try (PrintStream out = print(client.output());
                PrintStream err = print(client.errorOutput());
                Terminal terminal =
                        new DumbTerminal(
                                "vexhost",
                                Terminal.TYPE_DUMB,
                                client.input(),
                                out,
                                StandardCharsets.UTF_8);
                CommandSession session = processor.createSession(client.input(), out, err)) {
            Thread runner = Thread.currentThread();
            client.listen(
                    () -> {
                        closeQuietly(session);
                        runner.interrupt();
                    });
            prepare(session, terminal);
            status = run(command, session, out, err);
        }
        client.exit(status);
    }

    private static int run(
            String command, CommandSession session, PrintStream out, PrintStream err) {
        try {
            Object result = session.execute(command);
            String text =
                    result == null ? "" : session.format(result, Converter.INSPECT).toString();
            if (!text.isEmpty()) {
                out.println(text);
            }
            return 0;
        } catch (ToolException e) {
            err.println(line(e.error()));
            return e.error().code().exitStatus();
        } catch (Exception e) {
            err.println(message(e));
            return e instanceof IllegalArgumentException ? 2 : 1;
        }
    }

    /** Whatever made the message: what is printed here reaches a terminal as it is. */
    static String line(ToolError error) {
        return "%s/%s: %s"
                .formatted(error.code(), error.reason(), MessageText.printable(error.message()));
    }

    private static String message(Exception e) {
        String text = e.getMessage();
        return MessageText.escape(text == null ? e.toString() : text, 2_000);
    }

    /** A session with line editing on the client's terminal, until it is left. */
    void interact(ShellRequest request, Session client) throws IOException {
        try (FrameOutput out = client.output();
                ExternalTerminal terminal =
                        new ExternalTerminal(
                                "vexhost",
                                request.terminalType(),
                                client.input(),
                                new FlushingOutput(out),
                                StandardCharsets.UTF_8)) {
            terminal.setSize(size(request.size()));
            client.listen(
                    new Session.Listener() {
                        @Override
                        public void hungUp() {
                            closeQuietly(terminal);
                        }

                        @Override
                        public void resized(TerminalSize size) {
                            terminal.setSize(size(size));
                            terminal.raise(Terminal.Signal.WINCH);
                        }
                    });
            interact(terminal, "--noshutdown");
        } catch (IOException e) {
            // A terminal that ends while the session begins: the client is to know that it is over.
            LOG.debug("shell session ended early", e);
        }
        client.exit(0);
    }

    /** A session on a terminal, until it is left. */
    void interact(Terminal terminal, String... options) throws IOException {
        try (CommandSession session =
                processor.createSession(terminal.input(), terminal.output(), terminal.output())) {
            prepare(session, terminal);
            session.put(LineReader.HISTORY_FILE, host.home().data().resolve("shell.history"));
            List<String> arguments = new ArrayList<>(List.of("--login", "--nohistory"));
            arguments.addAll(List.of(options));
            try {
                newShell().gosh(session, arguments.toArray(String[]::new));
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("shell failed [%s]".formatted(e), e);
            }
        }
    }

    private Shell newShell() {
        return new Shell(new ShellContext(host), processor);
    }

    private static void prepare(CommandSession session, Terminal terminal) {
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_SCOPE, SCOPES);
    }

    /** From another thread, while the resource is in use: to end that use. */
    private static void closeQuietly(AutoCloseable used) {
        try {
            used.close();
        } catch (Exception e) {
            LOG.debug("'{}' cannot be closed", used, e);
        }
    }

    private static PrintStream print(FrameOutput out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    private static Size size(TerminalSize size) {
        return new Size(size.columns(), size.rows());
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    /** What the shell asks of whoever embeds it. */
    private record ShellContext(HostControl host) implements Shell.Context {

        /** {@code gosh.home}: the operator's own profile, if there is one, or ours. */
        @Override
        public String getProperty(String name) {
            if (!"gosh.home".equals(name)) {
                return System.getProperty(name);
            }
            Path own = host.home().root();
            return (Files.exists(own.resolve("etc/gosh_profile")) ? own : host.distribution())
                    .toString();
        }

        @Override
        public void exit() {
            host.requestStop();
        }
    }
}
