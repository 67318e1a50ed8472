package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.ShellTerminal;
import org.vexhost.distribution.admin.shell.ExitRequest;
import org.vexhost.distribution.admin.shell.GogoCommands;
import org.vexhost.distribution.admin.shell.Help;
import org.vexhost.distribution.admin.shell.Interactive;
import org.vexhost.distribution.admin.shell.PipeErrors;
import org.vexhost.distribution.admin.shell.SessionCommands;
import org.vexhost.distribution.admin.shell.ShellPosix;
import org.vexhost.distribution.admin.shell.SpareThread;
import org.vexhost.distribution.admin.shell.Statements;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.protocol.ShellRequest;
import org.vexhost.distribution.protocol.TerminalSize;

/**
 * The Felix shell without a terminal of its own. It runs one command, or a session on a client's
 * terminal. It replaces the activator of Gogo's line-editing bundle, which would always take
 * control of the terminal and the signals of the process.
 */
final class GogoShell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GogoShell.class);

    /** The session variable with the user as a principal. Scripts cannot create principals. */
    static final String CALLER = "vexhost.caller";

    /** The status of a session whose client was gone before it began. */
    static final int GONE = 1;

    /** The session variable that is true if the terminal shows colours. */
    private static final String COLOURS = "VEX_COLOURS";

    private static final String SCOPES = "vex:gogo:felix:*";

    private final HostControl host;
    private final CommandProcessor processor;
    private final SpareThread spare;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    GogoShell(
            BundleContext context,
            CommandProcessor processor,
            HostControl host,
            SpareThread spare) {
        this.host = host;
        this.spare = spare;
        this.processor = processor;
        registrations.add(
                context.registerService(
                        Converter.class,
                        new Converters(context.getBundle(0).getBundleContext()),
                        null));
        register(context, new Builtin(), GogoCommands.BUILTIN);
        register(context, new Procedural(), GogoCommands.PROCEDURAL);
        register(context, new ShellPosix(processor), GogoCommands.POSIX);
        register(context, new SessionCommands(new Help(context)), GogoCommands.SESSION);
    }

    private void register(BundleContext context, Object commands, Map<String, String> summaries) {
        Dictionary<String, Object> properties =
                FrameworkUtil.asDictionary(
                        Map.of(
                                CommandProcessor.COMMAND_SCOPE,
                                "gogo",
                                CommandProcessor.COMMAND_FUNCTION,
                                summaries.keySet().toArray(String[]::new)));
        registrations.add(
                context.registerService(commands.getClass().getName(), commands, properties));
    }

    /** Runs one command or a script, and sends its output. */
    void run(String command, Session client) throws IOException {
        CommandRun run =
                new CommandRun(
                        this,
                        command,
                        client.user(),
                        client.input(),
                        client.output(),
                        client.errorOutput());
        client.listen(run::hangUp);
        client.exit(run.run());
    }

    CommandSession open(InputStream in, OutputStream out, OutputStream err) {
        return processor.createSession(in, out, err);
    }

    /** Runs statements, and prints their results and the failure that ends them. */
    static int run(String command, CommandSession session, PrintStream out, PrintStream err) {
        Statements statements =
                new Statements(session, out::println, failure -> err.println(failure.text()));
        session.setJobListener((job, previous, now) -> statements.jobChanged(job, now));
        try {
            return statements.run(command);
        } catch (ExitRequest e) {
            return e.status();
        }
    }

    /** Interrupts the command in the foreground of a session. */
    static void interrupt(CommandSession session) {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
    }

    /** Runs a session with line editing on the client's terminal, until the user leaves it. */
    void interact(ShellRequest request, Session client) throws IOException {
        TerminalRun run =
                new TerminalRun(
                        this,
                        Optional.empty(),
                        client.user(),
                        history(),
                        shown(request.terminalType(), request.size()),
                        client.input(),
                        client.output());
        client.listen(
                new Session.Listener() {
                    @Override
                    public void hungUp() {
                        run.hangUp();
                    }

                    @Override
                    public void resized(TerminalSize size) {
                        run.resize(shown(request.terminalType(), size));
                    }
                });
        try {
            int ignored = run.run();
        } catch (IOException e) {
            // The terminal closed while the session began. The client must still be told that the
            // session has ended.
            LOG.debug("shell session ended early", e);
        }
        client.exit(0);
    }

    /** The first line of a session that a user may leave while the host keeps running. */
    String greeting() {
        return "Vexhost %s; help lists commands, exit leaves, the host keeps running"
                .formatted(host.version());
    }

    private Optional<Path> history() {
        return Optional.of(host.home().data().resolve("shell.history"));
    }

    private static ShellTerminal shown(String type, TerminalSize size) {
        return new ShellTerminal(type, size.columns(), size.rows());
    }

    /**
     * Runs a session on the host's own console. When the user leaves the session, the host stops.
     */
    void interactOnConsole(Terminal terminal) throws IOException {
        boolean left =
                interact(
                        terminal,
                        Optional.empty(),
                        history(),
                        "Vexhost %s; help lists commands, exit stops the host"
                                .formatted(host.version()),
                        session -> {});
        if (left) {
            host.requestStop();
        }
    }

    /**
     * Runs a session with line editing.
     *
     * @param history the file of earlier lines; empty if lines are not stored
     * @param opened receives the session before it reads a line
     * @return whether the user left the session
     */
    boolean interact(
            Terminal terminal,
            Optional<? extends Principal> user,
            Optional<Path> history,
            String greeting,
            Consumer<CommandSession> opened)
            throws IOException {
        try (CommandSession session =
                processor.createSession(
                        terminal.input(), terminal.output(), new PipeErrors(terminal.output()))) {
            prepare(session, terminal, user);
            session.put(COLOURS, !terminal.getType().startsWith(Terminal.TYPE_DUMB));
            history.ifPresent(file -> session.put(LineReader.HISTORY_FILE, file));
            opened.accept(session);
            return Interactive.begin(session, terminal, profile()).run(greeting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the operator's profile if it exists, otherwise the profile of the distribution. */
    private String profile() throws IOException {
        Path own = host.home().root().resolve("etc/gosh_profile");
        return Files.readString(
                Files.exists(own) ? own : host.distribution().resolve("etc/gosh_profile"));
    }

    /** Puts into a session what commands need. */
    void prepare(CommandSession session, Terminal terminal, Optional<? extends Principal> user) {
        user.ifPresent(each -> session.put(CALLER, each));
        boolean ignored = spare.keep();
        session.put(SpareThread.VARIABLE, spare);
        session.put(Shell.VAR_PROCESSOR, processor);
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_SCOPE, SCOPES);
    }

    /**
     * Closes a resource that another thread is using, so that the other thread stops waiting for
     * it.
     */
    static void closeQuietly(AutoCloseable used) {
        try {
            used.close();
        } catch (Exception e) {
            LOG.debug("'{}' cannot be closed", used, e);
        }
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
