package org.vexhost.distribution.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;

/**
 * Sends requests for texts to a host, and waits for each response only for a limited time. A host
 * with problems may accept a connection and never respond.
 */
public final class HostQuestions {

    private final HostHome home;
    private final Duration limit;

    /**
     * Creates questions for the host of a home.
     *
     * @param limit the longest time to wait for one response
     */
    public HostQuestions(HostHome home, Duration limit) {
        this.home = home;
        this.limit = limit;
    }

    /**
     * Returns the output of {@code vexhost status}.
     *
     * @throws CommandException if no host runs, or if it does not respond in time
     */
    public String status() throws CommandException {
        return ask(
                () -> {
                    try (HostClient client = connect()) {
                        client.send(Frame.of(FrameType.STATUS, ""));
                        return answer(client).text();
                    }
                });
    }

    /**
     * Returns the output of a shell command, and its exit status if the command fails.
     *
     * @throws CommandException if no host runs, or if it does not respond in time
     */
    public String shell(String command) throws CommandException {
        return ask(
                () -> {
                    try (HostClient client = connect()) {
                        client.send(Frame.of(FrameType.COMMAND, command));
                        client.send(Frame.of(FrameType.END_OF_INPUT));
                        Answer answer = answer(client);
                        return answer.status() == ExitStatus.OK
                                ? answer.text()
                                : answer.text() + "[status %d]\n".formatted(answer.status());
                    }
                });
    }

    /** A request to a host, and its response. */
    private interface Question {
        String ask() throws CommandException, IOException;
    }

    private record Answer(int status, String text) {}

    private HostClient connect() throws CommandException {
        return HostClient.connect(HomeOption.Named.explicitly(home));
    }

    private static Answer answer(HostClient client) throws CommandException, IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int status = client.receive(TerminalOutput.Content.TEXT, text, text, usage -> {});
        return new Answer(status, text.toString(StandardCharsets.UTF_8));
    }

    private String ask(Question question) throws CommandException {
        FutureTask<String> task = new FutureTask<>(question::ask);
        Thread asking = new Thread(task, "vexhost-question");
        asking.setDaemon(true);
        asking.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException known) {
                throw known;
            }
            throw new CommandException(
                    ExitStatus.FAILED,
                    "host on home '%s' cannot be asked [%s]".formatted(home.root(), e.getCause()));
        } catch (TimeoutException e) {
            throw new CommandException(
                    ExitStatus.NO_HOST,
                    "host on home '%s' does not answer within %d s"
                            .formatted(home.root(), limit.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitStatus.FAILED, "interrupted");
        }
    }
}
