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

/** The command {@code vexhost status}. */
@Command(
        name = "status",
        description =
                "Prints the state of the running host. Status: 0 ready, 5 it runs and is not ready,"
                        + " 6 none runs.")
final class StatusCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    StatusCommand() {}

    @Override
    public Integer call() throws CommandException, IOException {
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(Frame.of(FrameType.STATUS, json ? "json" : ""));
            return client.receive(
                    json ? TerminalOutput.Content.JSON : TerminalOutput.Content.TEXT,
                    System.out,
                    System.err,
                    usage -> {});
        }
    }
}
