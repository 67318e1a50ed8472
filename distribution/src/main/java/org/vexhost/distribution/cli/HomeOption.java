package org.vexhost.distribution.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Option;

/** Which host is meant. */
final class HomeOption {

    private static final String VARIABLE = "VEXHOST_HOME";

    private static final String DEFAULT = "vexhost-home";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The host's folder; else the value of VEXHOST_HOME, else ./vexhost-home.")
    private @Nullable Path folder;

    HostHome home() {
        if (folder != null) {
            return new HostHome(folder);
        }
        String variable = System.getenv(VARIABLE);
        return new HostHome(Path.of(variable == null || variable.isEmpty() ? DEFAULT : variable));
    }
}
