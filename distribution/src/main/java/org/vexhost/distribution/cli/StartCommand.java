package org.vexhost.distribution.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.client.BackgroundHost;
import org.vexhost.distribution.cli.option.Distribution;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.launch.HostLauncher;
import org.vexhost.distribution.launch.LaunchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code vexhost start}. */
@Command(
        name = "start",
        description = {
            "Starts a host in the background and returns when it is ready.",
            "Its output goes to logs/console.log of its home."
        },
        footer = {"", "Exit status: 0 when it is ready, 1 if it is not, with the reason."})
final class StartCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    StartCommand() {}

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        HostHome home = homeOption.home();
        if (BackgroundHost.answers(home)) {
            throw new CommandException(
                    ExitStatus.FAILED, "a host already runs on home '%s'".formatted(home.root()));
        }
        System.out.println(start(home));
        return ExitStatus.OK;
    }

    /** Starts a host and waits until it is ready. Returns a message for the user. */
    static String start(HostHome home) throws CommandException, IOException, InterruptedException {
        try {
            HostLauncher.prepareLogs(home, Distribution.folder());
        } catch (LaunchException e) {
            throw new CommandException(ExitStatus.FAILED, e.problems());
        }
        BackgroundHost host = BackgroundHost.start(home, Distribution.folder());
        host.awaitReady();
        return "vexhost %s is ready on '%s' [process %d]"
                .formatted(
                        BuildInfo.read().version(),
                        TerminalEscapes.escape(home.root().toString()),
                        host.pid());
    }
}
