package org.vexhost.distribution.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Option;

/** The option {@code --home}, which selects a host by its home. */
public final class HomeOption {

    private static final String VARIABLE = "VEXHOST_HOME";

    private static final String DEFAULT = "vexhost-home";

    /** How the path of a home was determined. */
    public enum Source {
        OPTION,
        VARIABLE,
        DEFAULT
    }

    /**
     * A home, and how its path was determined.
     *
     * @param home home of the host
     */
    public record Named(HostHome home, Source source) {

        /** Creates a home whose path was given explicitly. */
        public static Named explicitly(HostHome home) {
            return new Named(home, Source.OPTION);
        }
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "The host's folder. Default: the value of VEXHOST_HOME, or ./vexhost-home.")
    private @Nullable Path folder;

    /** Sets the path. Used for command lines that are read without picocli. */
    public void name(Path path) {
        folder = path;
    }

    /** The selected home. */
    public HostHome home() {
        return named().home();
    }

    /** The selected home, and how its path was determined. */
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
