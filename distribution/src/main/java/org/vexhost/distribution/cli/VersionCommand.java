package org.vexhost.distribution.cli;

import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code vexhost version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {

    VersionCommand() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "vexhost %s (Java %s)".formatted(BuildInfo.read().version(), Runtime.version())
        };
    }

    @Override
    public Integer call() {
        System.out.println(getVersion()[0]);
        return ExitStatus.OK;
    }
}
