package org.vexhost.distribution.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.launch.QuietLog;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.ModuleMeter;

/**
 * One module to be metered.
 *
 * @param in the module as it came
 * @param out where the metered one is written
 * @param exportFuel the name that its fuel is exported under, if it is
 */
record Metering(Path in, Path out, Optional<String> exportFuel) {

    int run() throws CommandException {
        QuietLog.apply();
        try {
            Files.write(out, ModuleMeter.meter(Files.readAllBytes(in), exportFuel));
            return ExitStatus.OK;
        } catch (InvalidModuleException e) {
            throw new CommandException(ExitStatus.REFUSED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "file cannot be used [%s]".formatted(e));
        }
    }
}
