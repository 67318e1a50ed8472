package org.vexhost.distribution.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.client.BackgroundHost;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code vexhost restart}. */
@Command(
        name = "restart",
        description = {
            "Drains and stops the running host, then starts one in the background, and returns when"
                    + " it is ready.",
            "If none runs, it only starts one."
        },
        footer = {"", "Exit status: 0 when it is ready, 1 if it is not, with the reason."})
final class RestartCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    RestartCommand() {}

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        HostHome home = homeOption.home();
        if (BackgroundHost.answers(home)) {
            int status = StopCommand.stop(homeOption);
            if (status != ExitStatus.OK) {
                return status;
            }
        }
        System.out.println(StartCommand.start(home));
        return ExitStatus.OK;
    }
}
