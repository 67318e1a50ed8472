package org.vexhost.distribution.cli.exec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorCode;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolError;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.ProcessOutput;
import org.vexhost.distribution.launch.QuietLog;
import org.vexhost.sandbox.CommandResult;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.WasmCommand;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.wasi.VexModule;
import org.vexhost.wasi.WasiModule;

/**
 * A run of a WASI command in this process.
 *
 * @param file file of the module
 * @param arguments arguments after the program's name
 * @param directories directories as {@code HOST::GUEST[:ro]}
 * @param variables environment variables as {@code NAME=VALUE}
 * @param fuel budget of fuel; if empty, fuel is counted but not limited
 * @param memoryBytes maximum total size of all memories, in bytes
 * @param timeout maximum duration; empty for no limit
 * @param deterministic whether the clock and the random seed are fixed
 * @param stats whether to print the used resources at the end
 * @param moduleLimits limits for the module, by name
 */
record Execution(
        Path file,
        List<String> arguments,
        List<String> directories,
        List<String> variables,
        OptionalLong fuel,
        long memoryBytes,
        Optional<Duration> timeout,
        boolean deterministic,
        boolean stats,
        Map<String, Long> moduleLimits) {

    private static final Pattern EXCEEDED =
            Pattern.compile("exceeds (max\\w+) of \\d+, has (\\d+)");

    private static final String CACHE_PROPERTY = "vexhost.cache";

    /** The system property that the start script sets if standard error is a terminal. */
    private static final String TERMINAL_PROPERTY = "vexhost.terminal";

    int run() throws CommandException {
        QuietLog.apply();
        PrintStream err = System.err;
        WasmCommand command = command();
        try (WasmEngine engine = engine()) {
            CommandResult result = engine.exec(command);
            result.error()
                    .ifPresent(
                            error ->
                                    err.println(
                                            "vexhost: %s/%s: %s"
                                                    .formatted(
                                                            error.code(),
                                                            error.reason(),
                                                            error.message())));
            int status = status(result.exitCode(), result.error().orElse(null));
            if (stats) {
                err.println(
                        ("{\"fuelConsumed\":%d,\"hostFuelConsumed\":%d,\"peakMemoryBytes\":%d,"
                                        + "\"compileNanos\":%d,\"durationNanos\":%d,\"exitStatus\":%d}")
                                .formatted(
                                        result.usage().fuelConsumed(),
                                        result.usage().hostFuelConsumed(),
                                        result.usage().peakMemoryBytes(),
                                        result.compileTime().toNanos(),
                                        result.runTime().toNanos(),
                                        status));
            }
            return status;
        } catch (InvalidModuleException e) {
            String fact = String.valueOf(e.getMessage());
            throw refused(fact + (e.reason() == Reason.LIMIT_EXCEEDED ? advice(fact) : ""));
        }
    }

    /** Returns how to raise the limit on modules that a module exceeds. */
    private static String advice(String fact) {
        Matcher exceeded = EXCEEDED.matcher(fact);
        return exceeded.find()
                ? "; to run it, raise this limit: --module-limit %s=%s"
                        .formatted(exceeded.group(1), exceeded.group(2))
                : "";
    }

    /** Creates the engine. It caches compiled code if the start script names a folder. */
    private WasmEngine engine() {
        WasmEngine.Builder engine =
                WasmEngine.builder().hostModule(new WasiModule()).hostModule(new VexModule());
        String cache = System.getProperty(CACHE_PROPERTY, "");
        if (!cache.isEmpty()) {
            engine.cacheDirectory(Path.of(cache, "compiled"));
        }
        return engine.compileListener(this::compiling).build();
    }

    /** On a terminal, shows that the user is waiting for compilation. */
    private void compiling(int functions, int codeBytes, Duration elapsed) {
        if (Boolean.getBoolean(TERMINAL_PROPERTY)) {
            System.err.println(
                    "vexhost: compiling %d functions of %s [%d s]"
                            .formatted(
                                    functions, MessageText.bytes(codeBytes), elapsed.toSeconds()));
        }
    }

    private static int status(OptionalLong exitCode, @Nullable ToolError error) {
        if (exitCode.isPresent()) {
            return (int) Math.min(exitCode.getAsLong(), ExitStatus.MAX);
        }
        if (error != null && error.code() == ErrorCode.TIMEOUT) {
            return ExitStatus.TIMEOUT;
        }
        return error != null && error.reason() == ErrorReason.HOST_FAILURE
                ? ExitStatus.REFUSED
                : ExitStatus.TRAP;
    }

    private WasmCommand command() throws CommandException {
        List<Grant> grants = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        List<String> words = new ArrayList<>(List.of(String.valueOf(file.getFileName())));
        words.addAll(arguments);
        try {
            for (String directory : directories) {
                grants.add(directory(directory));
            }
            for (String variable : variables) {
                int equals = variable.indexOf('=');
                if (equals < 1) {
                    throw refused(
                            "environment variable is not NAME=VALUE [%s]".formatted(variable));
                }
                grants.add(new Grant.Environment(variable.substring(0, equals)));
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            grants.add(new Grant.Cryptography());
            Grants all = Grants.of(deterministic ? withoutEntropy(grants) : grants);
            WasmCommand.Builder command =
                    WasmCommand.builder()
                            .module(file)
                            .arguments(words)
                            .limits(
                                    SandboxLimits.CEILINGS.toBuilder()
                                            .maxMemoryBytes(memoryBytes)
                                            .build())
                            .timeout(timeout.orElse(Deadline.MAX))
                            .deterministic(deterministic)
                            .grants(() -> all)
                            .environment(environment)
                            .stdin(System.in)
                            .stdout(ProcessOutput.standard())
                            .stderr(ProcessOutput.error())
                            .warnings(warning -> System.err.println("vexhost: " + warning));
            fuel.ifPresent(command::maxFuel);
            moduleLimits.forEach(command::moduleLimit);
            return command.build();
        } catch (IOException e) {
            throw refused("file '%s' cannot be read [%s]".formatted(file, e));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static List<Grant> withoutEntropy(List<Grant> grants) {
        return grants.stream().filter(grant -> !(grant instanceof Grant.Cryptography)).toList();
    }

    /** Parses {@code HOST::GUEST[:ro]}, or {@code HOST[:ro]} for the same path in the guest. */
    private static Grant directory(String text) throws CommandException, IOException {
        boolean readOnly = text.endsWith(":ro");
        String both = readOnly ? text.substring(0, text.length() - 3) : text;
        int colons = both.indexOf("::");
        String host = colons < 0 ? both : both.substring(0, colons);
        String guest = colons < 0 ? both : both.substring(colons + 2);
        Path folder = Path.of(host);
        if (!Files.isDirectory(folder)) {
            throw refused("'%s' is not a directory".formatted(host));
        }
        return new Grant.FileSystem(
                guest,
                folder.toRealPath(),
                readOnly ? Grant.Access.READ : Grant.Access.READ_WRITE,
                Grant.Sharing.EXCLUSIVE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
    }

    private static CommandException refused(String line) {
        return new CommandException(ExitStatus.REFUSED, line);
    }
}
