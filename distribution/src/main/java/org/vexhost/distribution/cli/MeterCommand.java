package org.vexhost.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.launch.QuietLog;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.ModuleMeter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "meter",
        description = "Writes a module as it runs here, counting its own fuel.",
        footer = {"", "Exit status: 0, or 125 if the module is refused."})
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
        QuietLog.apply();
        try {
            byte[] module = Files.readAllBytes(in);
            Files.write(out, ModuleMeter.meter(module, Optional.ofNullable(exportFuel)));
            return ExitStatus.OK;
        } catch (InvalidModuleException e) {
            throw new CommandException(ExitStatus.REFUSED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "file cannot be used [%s]".formatted(e));
        }
    }
}
