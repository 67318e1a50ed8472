package org.vexhost.distribution.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.option.TimeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.protocol.CallRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vexhost call}. */
@Command(
        name = "call",
        description = "Calls a tool and prints its result.",
        footer = {
            "",
            "Exit status: 0 result, 1 EXECUTION_FAILED, 2 usage or INVALID_ARGUMENTS,",
            "3 NOT_FOUND, 4 TIMEOUT, 5 UNAVAILABLE, 6 no host runs on that home."
        })
final class CallCommand implements Callable<Integer> {

    /** One byte more than the host accepts, so that the host reports the error. */
    private static final int MAX_INPUT_BYTES = (64 << 20) + 1;

    private static final int MAX_TRACE_LENGTH = 2_048;

    /** The time in seconds that applies if {@code --wait} has no value. */
    static final String DEFAULT_WAIT = "60";

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--json", description = "Print the whole result, or the whole error, as JSON.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait, queueing included: seconds, or ISO 8601 like PT1M30S.")
    private @Nullable String timeout;

    @Option(
            names = "--wait",
            arity = "0..1",
            paramLabel = "TIME",
            preprocessor = AttachedOnly.class,
            description =
                    "Wait for a tool that is not deployed yet or is still being deployed;"
                            + " 60 seconds, unless --wait=TIME names a time.")
    private @Nullable String wait;

    @Parameters(index = "0", paramLabel = "NAME", description = "The tool.")
    private String tool = "";

    @Parameters(
            index = "1",
            paramLabel = "JSON|@FILE|-",
            description = "The arguments, a file that holds them, or - for standard input.")
    private String arguments = "";

    CallCommand() {}

    /** Creates the command from a command line that was read without picocli. */
    CallCommand(QuickWords words) {
        words.home().ifPresent(homeOption::name);
        json = words.has("--json");
        timeout = words.value("--timeout");
        wait = words.value("--wait");
        tool = words.positional(0);
        arguments = words.positional(1);
    }

    /** Makes picocli read the word after {@code --wait} as the tool, not as the time. */
    static final class AttachedOnly implements IParameterPreprocessor {

        AttachedOnly() {}

        @Override
        public boolean preprocess(
                Stack<String> words,
                CommandSpec command,
                ArgSpec option,
                Map<String, Object> facts) {
            if (" ".equals(facts.get("separator"))) {
                String ignored = words.push(DEFAULT_WAIT);
            }
            return false;
        }
    }

    @Override
    public Integer call() throws CommandException, IOException {
        CallRequest request =
                new CallRequest(
                        tool,
                        duration("timeout", timeout),
                        json ? CallRequest.Format.JSON : CallRequest.Format.PLAIN,
                        duration("wait", wait),
                        trace(System.getenv()));
        byte[] input;
        try (InputStream source = open()) {
            // The whole input is read before connecting, because its producer may be slow.
            input = source.readNBytes(MAX_INPUT_BYTES);
        }
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(request.toFrame());
            client.sendInput(new ByteArrayInputStream(input));
            return client.receive(TerminalOutput.Content.JSON, System.out, System.err, usage -> {});
        }
    }

    /**
     * Returns the place in a trace that the environment names, as programs of OpenTelemetry pass it
     * on. Values that are too long are ignored, as the host ignores invalid ones.
     */
    static Optional<CallRequest.Trace> trace(Map<String, String> environment) {
        String parent = environment.getOrDefault("TRACEPARENT", "");
        String state = environment.getOrDefault("TRACESTATE", "");
        return parent.isEmpty() || parent.length() + state.length() > MAX_TRACE_LENGTH
                ? Optional.empty()
                : Optional.of(new CallRequest.Trace(parent, state));
    }

    private static Optional<Duration> duration(String option, @Nullable String text)
            throws CommandException {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(TimeOption.parse(option, text, ExitStatus.USAGE));
    }

    private InputStream open() throws CommandException {
        if (arguments.equals("-")) {
            return System.in;
        }
        if (!arguments.startsWith("@")) {
            return new ByteArrayInputStream(arguments.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Path.of(arguments.substring(1));
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.USAGE, "file '%s' cannot be read [%s]".formatted(file, e));
        }
    }
}
