package org.vexhost.distribution.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.option.Distribution;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.protocol.CallUsage;
import picocli.CommandLine.Command;

/** The command {@code vexhost demo}: runs the examples on a temporary host. */
@Command(
        name = "demo",
        description = "Starts a temporary host, drops the example tools into it and calls each.")
public final class DemoCommand implements Callable<Integer> {

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 5;
    private static final int MAX_LINE = 400;

    /** The commands with which an operator grants what a tool requests. */
    private static final Map<String, String> GRANTS =
            Map.of("word-index", "vex:grant word-index fileSystem /data:ro");

    private static final String LATE = "text-stats";

    /** Called by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        Path distribution = Distribution.folder();
        List<Example> examples = Example.readAll(distribution.resolve("examples"));
        if (examples.isEmpty()) {
            throw new CommandException(
                    ExitStatus.FAILED, "distribution '%s' has no examples".formatted(distribution));
        }
        PrintStream out = System.out;
        out.println("vexhost %s demo".formatted(BuildInfo.read().version()));
        try (DemoHost host = DemoHost.create(distribution)) {
            out.println(
                    "home: %s".formatted(TerminalEscapes.escape(host.home().root().toString())));
            try {
                String firstAnswer = run(host, examples, out);
                new DemoRequests(host, out).run(distribution.resolve("examples"));
                out.println();
                out.println(
                        "start to first answer, with %d tools deployed: %s"
                                .formatted(examples.size() - 1, firstAnswer));
            } catch (CommandException | IOException | RuntimeException e) {
                host.awaitEnd();
                throw e;
            }
        }
        return ExitStatus.OK;
    }

    /**
     * Calls all examples. One example is deployed while the host is running, as is usual for tools.
     *
     * @return the time until the first result
     */
    private static String run(DemoHost host, List<Example> examples, PrintStream out)
            throws CommandException, IOException, InterruptedException {
        Example late =
                examples.stream()
                        .filter(example -> example.name().equals(LATE))
                        .findFirst()
                        .orElse(examples.get(examples.size() - 1));
        for (Example example : examples) {
            if (!example.equals(late)) {
                host.deploy(example);
            }
        }
        long start = System.nanoTime();
        host.start();
        Example first = examples.get(0);
        DemoHost.Answer answer = await(host, first);
        String firstAnswer = seconds(System.nanoTime() - start);
        print(first, first.calls().get(0), answer, out);
        for (Example example : examples) {
            if (example.equals(late)) {
                long dropped = System.nanoTime();
                host.deploy(example);
                await(host, example);
                out.println();
                out.println(
                        "%s was copied into a folder of the running host: callable after %s"
                                .formatted(example.name(), seconds(System.nanoTime() - dropped)));
            }
            for (int i = example.equals(first) ? 1 : 0; i < example.calls().size(); i++) {
                Example.Call call = example.calls().get(i);
                if (i == 0) {
                    await(host, example);
                }
                print(example, call, host.call(example.name(), call.arguments()), out);
            }
        }
        return firstAnswer;
    }

    /** Calls a tool until it responds. A user who has just deployed a tool would do the same. */
    private static DemoHost.Answer await(DemoHost host, Example example)
            throws CommandException, IOException, InterruptedException {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        boolean granted = false;
        while (true) {
            String reason;
            try {
                DemoHost.Answer answer =
                        host.call(example.name(), example.calls().get(0).arguments());
                if (answer.status() == ExitStatus.OK) {
                    return answer;
                }
                reason = answer.error();
            } catch (CommandException e) {
                reason = String.valueOf(e.getMessage());
            }
            host.requireAlive();
            if (!granted && reason.contains("CAPABILITY_NOT_GRANTED")) {
                grant(host, example, reason);
                granted = true;
            }
            if (System.nanoTime() > end) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "Tool '%s' does not answer within %d s [%s]"
                                .formatted(example.name(), MAX_WAIT.toSeconds(), reason));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void grant(DemoHost host, Example example, String reason)
            throws CommandException, IOException {
        String command = GRANTS.get(example.name());
        if (command == null) {
            throw new CommandException(ExitStatus.FAILED, reason);
        }
        System.out.println();
        System.out.println("%s is blocked: %s".formatted(example.name(), reason));
        System.out.println("vexhost shell '%s'".formatted(command));
        DemoHost.Answer answer = host.shell(command);
        if (answer.status() != ExitStatus.OK) {
            throw new CommandException(
                    ExitStatus.FAILED, "'%s' failed [%s]".formatted(command, answer.error()));
        }
    }

    private static void print(
            Example example, Example.Call call, DemoHost.Answer answer, PrintStream out)
            throws CommandException {
        if (answer.status() != ExitStatus.OK) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "Tool '%s' failed [%s]".formatted(example.name(), answer.error()));
        }
        CallUsage usage = answer.usage().orElseThrow();
        out.println();
        out.println("%s %s: %s".formatted(example.name(), usage.version(), call.title()));
        out.println("  arguments  " + cut(call.arguments()));
        out.println("  result     " + cut(answer.output()));
        out.println(
                String.format(
                        Locale.ROOT,
                        "  used       fuel %,d, memory %,d KiB, time %.3f ms",
                        usage.fuelConsumed(),
                        usage.peakMemoryBytes() >> 10,
                        usage.duration().toNanos() / 1e6));
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
