package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/** The command line. */
@Command(
        name = "vexhost",
        description = "Runs untrusted WebAssembly tools in limited sandboxes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class)
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
        CommandLine line = new CommandLine(new Main());
        addCommands(line, arguments.length == 0 ? "" : arguments[0]);
        line.setOut(out)
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

    /** Only the one that is named, where one is: reading the others' options takes its time. */
    private static void addCommands(CommandLine line, String named) {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("call", CallCommand::new);
        commands.put("shell", ShellCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("exec", ExecCommand::new);
        commands.put("meter", MeterCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("version", VersionCommand::new);
        if (commands.containsKey(named)) {
            commands.keySet().retainAll(Set.of(named));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, withHelp(command.get())));
    }

    private static CommandLine withHelp(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Print this.")
                                .build());
        return line;
    }

    private static int report(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandException known) {
            known.lines().forEach(text -> err.println("vexhost: " + text));
            return known.exitStatus();
        }
        err.println("vexhost: " + failure);
        return ExitStatus.FAILED;
    }
}
