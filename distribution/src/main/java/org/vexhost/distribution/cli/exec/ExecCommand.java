package org.vexhost.distribution.cli.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.option.TimeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code vexhost exec}. This class only reads the options. {@link Execution} runs the
 * module, so that other commands do not load the classes of the sandbox.
 */
@Command(
        name = "exec",
        description = "Runs a WASI command in a sandbox, without a host.",
        exitCodeOnInvalidInput = ExitStatus.REFUSED,
        footer = {
            "",
            "Exit status: the guest's, 255 if that is larger; 134 after a trap,",
            "124 out of time or fuel, 125 if nothing ran, 141 if it keeps",
            "writing to a pipe that nobody reads."
        })
public final class ExecCommand implements Callable<Integer> {

    @Option(
            names = "--dir",
            paramLabel = "HOST::GUEST[:ro]",
            description = "A directory to use, and its name in the guest; ':ro' to read only.")
    private List<String> directories = new ArrayList<>();

    @Option(names = "--env", paramLabel = "K=V", description = "An environment variable.")
    private List<String> variables = new ArrayList<>();

    @Option(
            names = "--fuel",
            paramLabel = "N",
            description = "Units of fuel; without it, fuel is counted and not limited.")
    private @Nullable Long fuel;

    @Option(
            names = "--memory",
            paramLabel = "BYTES",
            description = "All memories together; 1 GiB by default.")
    private long memoryBytes = 1L << 30;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Seconds, or ISO 8601 like PT5S; none by default.")
    private @Nullable String timeout;

    @Option(
            names = "--stats",
            description = "Print fuel, memory and time as a JSON object to stderr at the end.")
    private boolean stats;

    @Option(names = "--deterministic", description = "A fixed clock and a fixed seed.")
    private boolean deterministic;

    @Option(
            names = "--module-limit",
            paramLabel = "NAME=N",
            description = "A limit on the module, such as maxNesting=20000.")
    private Map<String, Long> moduleLimits = new LinkedHashMap<>();

    @Parameters(index = "0", paramLabel = "FILE.wasm", description = "The command.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARG",
            description = "Its arguments, after -- or from its first short option on.")
    private List<String> arguments = new ArrayList<>();

    /** Called by picocli. */
    public ExecCommand() {}

    /** Creates the command from a command line that was read without picocli. */
    ExecCommand(QuickExec words) {
        directories = words.directories;
        variables = words.variables;
        fuel = words.fuel;
        memoryBytes = words.memoryBytes == null ? memoryBytes : words.memoryBytes;
        timeout = words.timeout;
        stats = words.given.contains("--stats");
        deterministic = words.given.contains("--deterministic");
        moduleLimits = words.moduleLimits;
        file = words.file == null ? file : words.file;
        arguments = words.arguments;
    }

    @Override
    public Integer call() throws CommandException {
        Optional<Duration> duration =
                timeout == null
                        ? Optional.empty()
                        : Optional.of(TimeOption.parse("timeout", timeout, ExitStatus.REFUSED));
        OptionalLong maxFuel = fuel == null ? OptionalLong.empty() : OptionalLong.of(fuel);
        return new Execution(
                        file,
                        arguments,
                        directories,
                        variables,
                        maxFuel,
                        memoryBytes,
                        duration,
                        deterministic,
                        stats,
                        moduleLimits)
                .run();
    }
}
