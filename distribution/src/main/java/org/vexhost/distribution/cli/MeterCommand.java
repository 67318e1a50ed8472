package org.vexhost.distribution.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.terminal.CommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vexhost meter}. */
@Command(
        name = "meter",
        description = "Writes the metered form of a module, which counts its own fuel.",
        footer = {"", "Exit status: 0, or 125 if the module is rejected."})
final class MeterCommand implements Callable<Integer> {

    @Option(
            names = "--export-fuel",
            paramLabel = "NAME",
            description =
                    "Export the remaining fuel as a mutable i64 global; the largest i64 at first.")
    private @Nullable String exportFuel;

    @Parameters(index = "0", paramLabel = "IN.wasm", description = "The module.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT.wasm", description = "Where to write it.")
    private Path out = Path.of("");

    MeterCommand() {}

    @Override
    public Integer call() throws CommandException {
        return new Metering(in, out, Optional.ofNullable(exportFuel)).run();
    }
}
