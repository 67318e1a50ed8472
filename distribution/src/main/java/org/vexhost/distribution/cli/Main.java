package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. */
@Command(
        name = "vexhost",
        description = "Runs untrusted WebAssembly tools in limited sandboxes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            CallCommand.class,
            ShellCommand.class,
            StatusCommand.class,
            StopCommand.class,
            ExecCommand.class,
            MeterCommand.class,
            DemoCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main {

    /** Made by picocli. */
    public Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        CommandLine line =
                new CommandLine(new Main())
                        .setOut(out)
                        .setErr(err)
                        .setExpandAtFiles(false)
                        .setExecutionExceptionHandler(Main::report);
        CommandLine shell = line.getSubcommands().get("shell");
        if (shell != null) {
            // What follows is the shell's, options and all.
            shell.setStopAtPositional(true);
        }
        if (arguments.length == 0) {
            line.usage(err);
            return ExitStatus.USAGE;
        }
        return line.execute(arguments);
    }

    private static int report(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandException known) {
            known.lines().forEach(line -> err.println("vexhost: " + line));
            return known.exitStatus();
        }
        err.println("vexhost: " + failure);
        return ExitStatus.FAILED;
    }
}
