package org.vexhost.distribution.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code vexhost tools}: prints the same list as the shell, without starting a shell
 * session.
 */
@Command(name = "tools", description = "Lists the tools of the running host, with their states.")
final class ToolsCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--json", description = "Print JSON, with descriptions and schemas.")
    private boolean json;

    ToolsCommand() {}

    /** Creates the command from a command line that was read without picocli. */
    ToolsCommand(QuickWords words) {
        words.home().ifPresent(homeOption::name);
        json = words.has("--json");
    }

    @Override
    public Integer call() throws CommandException, IOException {
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(Frame.of(FrameType.COMMAND, json ? "vex:tools --json" : "vex:tools"));
            client.send(Frame.of(FrameType.END_OF_INPUT));
            return client.receive(
                    json ? TerminalOutput.Content.JSON : TerminalOutput.Content.TEXT,
                    System.out,
                    System.err,
                    usage -> {});
        }
    }
}
