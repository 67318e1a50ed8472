package org.vexhost.distribution.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.client.BackgroundHost;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.protocol.McpRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code vexhost mcp}. */
@Command(
        name = "mcp",
        description = {
            "Connects an agent to a running host by the Model Context Protocol over stdio.",
            "Standard output carries only messages; all other text goes to standard error."
        },
        footer = {
            "",
            "Exit status: 0 when standard input ends, 2 usage or no such caller, 5 host has no",
            "gateway, 6 no host runs on that home."
        })
final class McpCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--start", description = "Start a host in the background if none runs.")
    private boolean start;

    @Option(
            names = "--caller",
            paramLabel = "NAME",
            description = "A caller of etc/callers, whose tools and quotas apply.")
    private @Nullable String caller;

    McpCommand() {}

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        HomeOption.Named named = homeOption.named();
        if (start && !BackgroundHost.answers(named.home())) {
            startHost(named);
        }
        try (HostClient client = HostClient.connect(named)) {
            client.send(new McpRequest(Optional.ofNullable(caller)).toFrame());
            Thread input = new Thread(() -> pump(client, System.in), "vexhost-input");
            input.setDaemon(true);
            input.start();
            // Messages are passed on unchanged. Text for people goes to standard error.
            TerminalOutput err = new TerminalOutput(System.err, TerminalOutput.Content.TEXT);
            return client.receive(TerminalOutput.Content.SCREEN, System.out, err, usage -> {});
        }
    }

    private static void startHost(HomeOption.Named named)
            throws CommandException, IOException, InterruptedException {
        try {
            System.err.println(StartCommand.start(named.home()));
        } catch (CommandException e) {
            // Another client may have started a host at the same time.
            if (!BackgroundHost.answers(named.home())) {
                throw e;
            }
        }
    }

    private static void pump(HostClient client, InputStream in) {
        try {
            client.sendInput(in);
        } catch (IOException e) {
            // The agent no longer reads, so it sends no more input either.
            client.close();
        }
    }
}
