package org.vexhost.distribution.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Option;

/** Which host is meant. */
final class HomeOption {

    private static final String VARIABLE = "VEXHOST_HOME";

    private static final String DEFAULT = "vexhost-home";

    /** What named a home. */
    enum Source {
        OPTION,
        VARIABLE,
        DEFAULT
    }

    /**
     * A home, and what named it.
     *
     * @param home where the host is, or should be
     */
    record Named(HostHome home, Source source) {

        /** A home that the user, or whoever calls, named. */
        static Named explicitly(HostHome home) {
            return new Named(home, Source.OPTION);
        }
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The host's folder; else the value of VEXHOST_HOME, else ./vexhost-home.")
    private @Nullable Path folder;

    /** Of whoever reads the command line without picocli. */
    void name(Path path) {
        folder = path;
    }

    HostHome home() {
        return named().home();
    }

    Named named() {
        if (folder != null) {
            return Named.explicitly(new HostHome(folder));
        }
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isEmpty()
                ? new Named(new HostHome(Path.of(DEFAULT)), Source.DEFAULT)
                : new Named(new HostHome(Path.of(variable)), Source.VARIABLE);
    }
}
