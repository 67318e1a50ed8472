package org.vexhost.distribution.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.protocol.CallRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "call",
        description = "Calls a tool and prints its result.",
        footer = {
            "",
            "Exit status: 0 result, 1 EXECUTION_FAILED, 2 usage or INVALID_ARGUMENTS,",
            "3 NOT_FOUND, 4 TIMEOUT, 5 UNAVAILABLE, 6 no host runs on that home."
        })
final class CallCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--json", description = "Print the whole result, or the whole error, as JSON.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait, queueing included: seconds, or ISO 8601 like PT1M30S.")
    private @Nullable String timeout;

    @Parameters(index = "0", paramLabel = "NAME", description = "The tool.")
    private String tool = "";

    @Parameters(
            index = "1",
            paramLabel = "JSON|@FILE|-",
            description = "The arguments, a file that holds them, or - for standard input.")
    private String arguments = "";

    CallCommand() {}

    @Override
    public Integer call() throws CommandException, IOException {
        CallRequest request =
                new CallRequest(
                        tool,
                        duration(),
                        json ? CallRequest.Format.JSON : CallRequest.Format.PLAIN);
        try (InputStream input = open();
                HostClient client = HostClient.connect(homeOption.home())) {
            client.send(request.toFrame());
            client.sendInput(input);
            return client.receive(System.out, System.err, usage -> {});
        }
    }

    private Optional<Duration> duration() throws CommandException {
        if (timeout == null) {
            return Optional.empty();
        }
        return Optional.of(Times.parse(timeout, ExitStatus.USAGE));
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
