package org.vexhost.distribution.cli;

import java.util.concurrent.Callable;
import org.vexhost.distribution.host.BuildInfo;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {

    VersionCommand() {}

    @Override
    public Integer call() {
        System.out.println(
                "vexhost %s (Java %s)".formatted(BuildInfo.read().version(), Runtime.version()));
        return ExitStatus.OK;
    }
}
