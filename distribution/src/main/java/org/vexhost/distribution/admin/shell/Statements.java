package org.vexhost.distribution.admin.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.ThreadOverview;

/**
 * Runs the statements of a line or a script in order, and prints the result of each statement. The
 * first statement that fails ends the script. A statement that only returns a nonzero status, such
 * as {@code grep} without a match, does not end the script.
 */
public final class Statements {

    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private static final String PIPE_EXCEPTION = "pipe-exception";
    private static final int MAX_SHOWN = 80;
    private static final Duration MAX_WAIT_FOR_THREAD = Duration.ofSeconds(12);
    private static final long RETRY_MILLIS = 100;

    private final CommandSession session;
    private final Consumer<String> out;
    private final Consumer<Failure> failures;
    private volatile int jobStatus;

    /** Whether a part of the statement has run or may have run. */
    private volatile boolean hasBegun;

    /**
     * Creates a runner for a session.
     *
     * @param out receives the text of results, without the last line feed
     * @param failures receives failures
     */
    public Statements(CommandSession session, Consumer<String> out, Consumer<Failure> failures) {
        this.session = session;
        this.out = out;
        this.failures = failures;
    }

    /** Records the status of a finished job. Only the session's job listener learns this status. */
    public void jobChanged(Job job, Job.Status current) {
        Result result = job.result();
        hasBegun |= job.parent() != null;
        if (job.parent() == null && current == Job.Status.Done && result != null) {
            jobStatus = result.error();
        }
    }

    /**
     * Runs a script.
     *
     * @return the status of the first statement that failed or had a nonzero status; otherwise 0
     * @throws ExitRequest if a statement calls {@code exit}
     */
    public int run(String script) throws ExitRequest {
        List<Statement> statements;
        try {
            statements = Statement.parse(script);
        } catch (SyntaxError e) {
            String line = script.contains("\n") ? "line %d: ".formatted(e.line() + 1) : "";
            Failure failure = Failure.of(e, List.of());
            return fail(new Failure(line + failure.text(), failure.status()));
        }
        int status = 0;
        for (Statement statement : statements) {
            Optional<Failure> failure = run(statement);
            if (failure.isPresent()) {
                return fail(statements.size() > 1 ? at(statement, failure.get()) : failure.get());
            }
            status = status == 0 ? jobStatus : status;
        }
        return status;
    }

    private int fail(Failure failure) {
        if (!failure.text().isEmpty()) {
            failures.accept(failure);
        }
        return failure.status();
    }

    private Optional<Failure> run(Statement statement) throws ExitRequest {
        jobStatus = 0;
        session.put(PIPE_EXCEPTION, null);
        try {
            Object result = execute(statement.text());
            session.put(Shell.VAR_RESULT, result);
            if (result != null && !Boolean.FALSE.equals(session.get(".Gogo.format"))) {
                print(session.format(result, Converter.INSPECT).toString());
            }
        } catch (OutOfMemoryError e) {
            return Optional.of(Failure.of(e, List.of()));
        } catch (Exception e) {
            if (e instanceof ExitRequest exit) {
                throw exit;
            }
            session.put(Shell.VAR_EXCEPTION, e);
            return Optional.of(Failure.of(e, Shell.getCommands(session)));
        }
        if (session.get(PIPE_EXCEPTION) instanceof Exception e && e.getSuppressed().length > 0) {
            // The pipe has already printed the failure. Only the status is still needed.
            jobStatus = Failure.of(e.getSuppressed()[0], List.of()).status();
        }
        return Optional.empty();
    }

    /**
     * Runs a statement. Gogo starts new threads for each statement. If the system has no thread
     * left, the spare thread ends to make room. The statement is then tried again for some seconds,
     * while idle threads of the host end. A statement that has begun is not repeated.
     */
    private Object execute(String text) throws Exception {
        hasBegun = text.contains("|");
        long end = System.nanoTime() + MAX_WAIT_FOR_THREAD.toNanos();
        while (true) {
            try {
                return session.execute(text);
            } catch (Exception | OutOfMemoryError e) {
                Job left = session.foregroundJob();
                if (left != null) {
                    // No thread runs this job, and it would block the next job.
                    left.background();
                }
                boolean isForLackOfThreads = Failure.isForLackOfThreads(e);
                if (hasBegun || !isForLackOfThreads || System.nanoTime() > end) {
                    if (isForLackOfThreads) {
                        LOG.warn("no thread is left for a command; there are {}", threads());
                    }
                    throw e;
                }
            }
            if (session.get(SpareThread.VARIABLE) instanceof SpareThread spare && spare.giveUp()) {
                continue;
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    /** Returns the number of threads by name. Numbers in names are ignored. */
    private static String threads() {
        Map<String, Long> counts =
                Thread.getAllStackTraces().keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        thread -> ThreadOverview.group(thread.getName()),
                                        TreeMap::new,
                                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(
                        each ->
                                "%d %s"
                                        .formatted(
                                                each.getValue(),
                                                MessageText.escape(each.getKey(), 40)))
                .collect(Collectors.joining(", "));
    }

    private void print(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = MessageText.printable(lines[i].replace("\t", "    ").replace("\r", ""));
        }
        String safe = String.join("\n", lines);
        if (!safe.isEmpty()) {
            out.accept(safe);
        }
    }

    private static Failure at(Statement statement, Failure failure) {
        String first = statement.text().lines().findFirst().orElse("");
        return failure.text().isEmpty()
                ? failure
                : new Failure(
                        "line %d: %s: %s"
                                .formatted(
                                        statement.line(),
                                        MessageText.escape(first, MAX_SHOWN),
                                        failure.text()),
                        failure.status());
    }
}
