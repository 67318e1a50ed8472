package org.vexhost.distribution.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.client.TerminalSession;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code vexhost shell}. */
@Command(
        name = "shell",
        description = {
            "Runs one command of the Felix shell in the running host, or a whole session.",
            "Without a command: line editing on a terminal, otherwise a script from standard input."
        },
        footer = {
            "",
            "Examples:",
            "  vexhost shell vex:tools",
            "  vexhost shell 'lb | grep Vexhost'"
        })
final class ShellCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command; its words are joined by spaces.")
    private List<String> words = List.of();

    ShellCommand() {}

    @Override
    public Integer call() throws CommandException, IOException {
        if (!words.isEmpty()) {
            return run(String.join(" ", words));
        }
        if (Boolean.getBoolean("vexhost.terminal")) {
            try (HostClient client = HostClient.connect(homeOption.named())) {
                return new TerminalSession(client).run();
            }
        }
        byte[] script = System.in.readNBytes(Frame.MAX_PAYLOAD_BYTES + 1);
        if (script.length > Frame.MAX_PAYLOAD_BYTES) {
            throw new CommandException(
                    ExitStatus.USAGE, "script exceeds %d bytes".formatted(Frame.MAX_PAYLOAD_BYTES));
        }
        return run(new String(script, StandardCharsets.UTF_8));
    }

    private int run(String command) throws CommandException, IOException {
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(Frame.of(FrameType.COMMAND, command));
            client.send(Frame.of(FrameType.END_OF_INPUT));
            return client.receive(TerminalOutput.Content.TEXT, System.out, System.err, usage -> {});
        }
    }
}
