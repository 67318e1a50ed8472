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

@Command(name = "status", description = "Says what the running host is and does; 6 if none runs.")
final class StatusCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    StatusCommand() {}

    @Override
    public Integer call() throws CommandException, IOException {
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(Frame.of(FrameType.STATUS));
            return client.receive(TerminalOutput.Content.TEXT, System.out, System.err, usage -> {});
        }
    }
}
