package org.vexhost.distribution.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Option;

/** Which host is meant. */
public final class HomeOption {

    private static final String VARIABLE = "VEXHOST_HOME";

    private static final String DEFAULT = "vexhost-home";

    /** What named a home. */
    public enum Source {
        OPTION,
        VARIABLE,
        DEFAULT
    }

    /**
     * A home, and what named it.
     *
     * @param home where the host is, or should be
     */
    public record Named(HostHome home, Source source) {

        /** A home that the user, or whoever calls, named. */
        public static Named explicitly(HostHome home) {
            return new Named(home, Source.OPTION);
        }
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The host's folder; else the value of VEXHOST_HOME, else ./vexhost-home.")
    private @Nullable Path folder;

    /** Of whoever reads the command line without picocli. */
    public void name(Path path) {
        folder = path;
    }

    /** The home that is meant. */
    public HostHome home() {
        return named().home();
    }

    /** The home that is meant, and what named it. */
    public Named named() {
        if (folder != null) {
            return Named.explicitly(new HostHome(folder));
        }
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isEmpty()
                ? new Named(new HostHome(Path.of(DEFAULT)), Source.DEFAULT)
                : new Named(new HostHome(Path.of(variable)), Source.VARIABLE);
    }
}
