package org.vexhost.distribution.cli;

import java.nio.file.Path;

/** Where the product is unpacked: the start script says so. */
final class Distribution {

    private static final String PROPERTY = "vexhost.distribution";

    private Distribution() {}

    static Path folder() throws CommandException {
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
