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
 * Writes a metered copy of a module.
 *
 * @param in file of the original module
 * @param out file to write the metered module to
 * @param exportFuel name of the export with the remaining fuel; empty for no export
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
