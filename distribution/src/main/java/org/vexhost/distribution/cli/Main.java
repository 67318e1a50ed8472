package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.vexhost.distribution.cli.demo.DemoCommand;
import org.vexhost.distribution.cli.doctor.DoctorCommand;
import org.vexhost.distribution.cli.exec.ExecCommand;
import org.vexhost.distribution.cli.exec.GuestArguments;
import org.vexhost.distribution.cli.support.SupportCommand;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;
import org.vexhost.distribution.launch.ArchiveReserve;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of all commands, and the definition of the command line. */
@Command(
        name = "vexhost",
        description = "Runs untrusted WebAssembly tools in limited sandboxes.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionCommand.class,
        subcommands = HelpCommand.class)
public final class Main {

    /** Called by picocli. */
    public Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        ArchiveReserve.freeAtEndWhenCompiled();
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        CommandLine line = withHelp(new CommandLine(new Main()));
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("--version")
                                .versionHelp(true)
                                .description("Print the version.")
                                .build());
        addCommands(line, arguments.length == 0 ? "" : arguments[0]);
        line.setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(Main::report);
        CommandLine shell = line.getSubcommands().get("shell");
        if (shell != null) {
            // All words after the first belong to the shell's command, including options.
            shell.setStopAtPositional(true);
        }
        line.setParameterExceptionHandler(Main::reject);
        if (arguments.length == 0) {
            line.usage(err);
            return ExitStatus.USAGE;
        }
        CommandLine exec = line.getSubcommands().get(arguments[0]);
        return line.execute(
                exec != null && exec.getCommand() instanceof ExecCommand
                        ? GuestArguments.separate(exec.getCommandSpec(), arguments)
                        : arguments);
    }

    /**
     * Adds the named command, or all commands if none is named. Reading the options of all commands
     * takes time.
     */
    static void addCommands(CommandLine line, String named) {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("start", StartCommand::new);
        commands.put("call", CallCommand::new);
        commands.put("tools", ToolsCommand::new);
        commands.put("mcp", McpCommand::new);
        commands.put("shell", ShellCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("restart", RestartCommand::new);
        commands.put("exec", ExecCommand::new);
        commands.put("meter", MeterCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("support", SupportCommand::new);
        commands.put("version", VersionCommand::new);
        if (commands.containsKey(named)) {
            commands.keySet().retainAll(Set.of(named));
        }
        commands.forEach(
                (name, command) ->
                        line.addSubcommand(name, withHelp(new CommandLine(command.get()))));
    }

    private static CommandLine withHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Print this.")
                                .build());
        return line;
    }

    /**
     * Reports an invalid command line. Never suggests {@code stop}, so that nobody who follows a
     * suggestion stops a host by accident.
     */
    private static int reject(ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vexhost: " + TerminalEscapes.escape(String.valueOf(failure.getMessage())));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String suggestions =
                    unmatched.getSuggestions().stream()
                            .filter(each -> !each.endsWith("stop"))
                            .collect(Collectors.joining(", "));
            if (!suggestions.isEmpty()) {
                err.println("Did you mean: " + TerminalEscapes.escape(suggestions) + "?");
            }
            if (command.getCommand() instanceof ExecCommand) {
                err.println("Options of the program itself follow '--'.");
            }
        }
        CommandSpec spec = command.getCommandSpec();
        err.println("'%s --help' explains its use.".formatted(spec.qualifiedName()));
        return spec.exitCodeOnInvalidInput();
    }

    private static int report(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return FailurePrinter.print(failure, command.getErr());
    }
}
