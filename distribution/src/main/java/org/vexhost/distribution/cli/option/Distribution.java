package org.vexhost.distribution.cli.option;

import java.nio.file.Path;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;

/** Finds the folder of the unpacked product, which the start script names. */
public final class Distribution {

    private static final String PROPERTY = "vexhost.distribution";

    private Distribution() {}

    /** The folder that the distribution was unpacked to. */
    public static Path folder() throws CommandException {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "system property '%s' is not set: start me with bin/vexhost"
                            .formatted(PROPERTY));
        }
        return Path.of(folder);
    }
}
