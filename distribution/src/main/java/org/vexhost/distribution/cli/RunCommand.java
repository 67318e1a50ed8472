package org.vexhost.distribution.cli;

import java.util.concurrent.Callable;
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
import picocli.CommandLine.Option;

/** The command {@code vexhost run}. */
@Command(
        name = "run",
        description = {
            "Runs a host in the foreground, until it is stopped.",
            "On a terminal it has a console. SIGTERM and SIGINT drain it."
        })
final class RunCommand implements Callable<Integer> {

    private static final String TERMINAL_PROPERTY = "vexhost.terminal";

    @Mixin private HomeOption homeOption;

    @Option(names = "--no-console", description = "No console, even on a terminal.")
    private boolean noConsole;

    RunCommand() {
        homeOption = new HomeOption();
    }

    /** Creates the command from a command line that was read without picocli. */
    RunCommand(QuickWords words) {
        this();
        words.home().ifPresent(homeOption::name);
        noConsole = words.has("--no-console");
    }

    @Override
    public Integer call() throws CommandException {
        HostHome home = homeOption.home();
        boolean console = !noConsole && Boolean.getBoolean(TERMINAL_PROPERTY);
        // System.out is read before the framework starts, because the framework's shell replaces
        // it.
        java.io.PrintStream out = System.out;
        try {
            HostLauncher.run(
                    home,
                    Distribution.folder(),
                    console,
                    () ->
                            out.println(
                                    "vexhost %s is ready on '%s'"
                                            .formatted(
                                                    BuildInfo.read().version(),
                                                    TerminalEscapes.escape(
                                                            home.root().toString()))));
        } catch (LaunchException e) {
            throw new CommandException(ExitStatus.FAILED, e.problems());
        }
        return ExitStatus.OK;
    }
}
