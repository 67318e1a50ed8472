package org.vexhost.distribution.admin.shell;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.builtins.Completers;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell session with line editing on a terminal. The session ends when the user leaves it or the
 * terminal closes. Failures of editing, completion or highlighting do not end it.
 */
public final class Interactive {

    private static final Logger LOG = LoggerFactory.getLogger(Interactive.class);

    /** The number of consecutive editing failures after which the session ends. */
    private static final int MAX_FAILURES = 5;

    private final CommandSession session;
    private final Terminal terminal;
    private final Statements statements;
    private final LineReader reader;
    private volatile boolean editing;

    private Interactive(CommandSession session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
        this.statements = new Statements(session, this::print, this::printFailure);
        this.reader = newReader();
    }

    /**
     * Prepares a session on a terminal, and runs the profile.
     *
     * @param profile a script that runs first
     */
    public static Interactive begin(CommandSession session, Terminal terminal, String profile) {
        session.put(Shell.VAR_SESSION, session);
        session.put("#TERM", (Function) (s, arguments) -> terminal.getType());
        session.put("#COLUMNS", (Function) (s, arguments) -> terminal.getWidth());
        session.put("#LINES", (Function) (s, arguments) -> terminal.getHeight());
        session.put("#PWD", (Function) (s, arguments) -> s.currentDir().toString());
        session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
        Interactive begun = new Interactive(session, terminal);
        session.put(Shell.VAR_READER, begun.reader);
        try {
            int ignored = begun.statements.run(profile);
        } catch (ExitRequest e) {
            LOG.warn("profile of the shell calls exit, which is ignored");
        }
        return begun;
    }

    private LineReader newReader() {
        LineReader made =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .variables(((CommandSessionImpl) session).getVariables())
                        .completer(new SafeCompleter(new Completers.Completer(new Completions())))
                        .highlighter(new SafeHighlighter(session))
                        .parser(new ShellParser())
                        .expander(new Expander(session))
                        .build();
        made.setOpt(LineReader.Option.AUTO_FRESH_LINE);
        // An exclamation mark often occurs in JSON, and must not refer to the history.
        made.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
        return made;
    }

    /**
     * Reads and runs lines until the session ends.
     *
     * @param greeting text that is printed first
     * @return whether the user left the session; false if the terminal closed or cannot be used
     */
    public boolean run(String greeting) throws InterruptedException {
        session.setJobListener((job, previous, current) -> jobChanged(job, previous, current));
        Terminal.SignalHandler interrupt =
                terminal.handle(Terminal.Signal.INT, signal -> foreground(Job::interrupt));
        Terminal.SignalHandler suspend =
                terminal.handle(Terminal.Signal.TSTP, signal -> foreground(Job::suspend));
        try {
            print(greeting);
            int failures = 0;
            while (failures < MAX_FAILURES) {
                try {
                    String line = readLine();
                    failures = 0;
                    int ignored = statements.run(line);
                    awaitJobs();
                } catch (UserInterruptException e) {
                    failures = 0;
                } catch (EndOfFileException | ExitRequest e) {
                    return true;
                } catch (IOError e) {
                    LOG.debug("terminal of the shell is gone", e);
                    return false;
                } catch (RuntimeException | StackOverflowError e) {
                    failures++;
                    LOG.warn("line of the shell cannot be edited", e);
                    printFailure(new Failure("line cannot be edited; the host's log says why", 1));
                }
            }
            return false;
        } finally {
            terminal.handle(Terminal.Signal.INT, interrupt);
            terminal.handle(Terminal.Signal.TSTP, suspend);
            saveHistory();
        }
    }

    private String readLine() {
        editing = true;
        try {
            return reader.readLine(
                    Shell.getPrompt(session), Shell.getRPrompt(session), (Character) null, null);
        } finally {
            editing = false;
        }
    }

    private void foreground(Consumer<Job> action) {
        Job job = session.foregroundJob();
        if (job != null) {
            action.accept(job);
        }
    }

    private void jobChanged(Job job, Job.Status previous, Job.Status current) {
        statements.jobChanged(job, current);
        Set<Job.Status> shown = Set.of(Job.Status.Background, Job.Status.Suspended);
        if (shown.contains(previous) || shown.contains(current)) {
            print(
                    "[%d]  %s  %s"
                            .formatted(
                                    job.id(),
                                    current.name().toLowerCase(Locale.ROOT),
                                    job.command()));
            if (editing) {
                reader.callWidget(LineReader.REDRAW_LINE);
                reader.callWidget(LineReader.REDISPLAY);
            }
        }
    }

    /** Waits for jobs that have returned to the foreground. */
    private void awaitJobs() throws InterruptedException {
        for (Job job = session.foregroundJob(); job != null; job = session.foregroundJob()) {
            synchronized (job) {
                if (job.status() == Job.Status.Foreground) {
                    job.wait(1_000);
                }
            }
        }
    }

    private void saveHistory() {
        try {
            reader.getHistory().save();
        } catch (IOException | RuntimeException e) {
            LOG.debug("history of the shell cannot be saved", e);
        }
    }

    private void print(String text) {
        PrintWriter writer = terminal.writer();
        writer.println(text);
        writer.flush();
    }

    private void printFailure(Failure failure) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED), failure.text());
        print(line.toAnsi(terminal));
    }

    /** Provides the environment in which the line editor completes words. */
    private final class Completions implements Completers.CompletionEnvironment {

        @Override
        public Map<String, List<Completers.CompletionData>> getCompletions() {
            return Shell.getCompletions(session);
        }

        @Override
        public Set<String> getCommands() {
            return Shell.getCommands(session).stream()
                    .filter(each -> !each.contains(":__"))
                    .collect(Collectors.toSet());
        }

        @Override
        public String resolveCommand(String command) {
            return Shell.resolve(session, command);
        }

        @Override
        public String commandName(String command) {
            return command.substring(command.indexOf(':') + 1);
        }

        @Override
        public Object evaluate(LineReader asking, ParsedLine line, String function)
                throws Exception {
            session.put(Shell.VAR_COMMAND_LINE, line);
            return session.execute(function);
        }
    }
}
