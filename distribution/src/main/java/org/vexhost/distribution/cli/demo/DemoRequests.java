package org.vexhost.distribution.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;

/**
 * Runs the part of the demo in which a tool sends requests to a server with a key. One request is
 * granted, and one is denied.
 */
final class DemoRequests {

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 5;
    private static final String TOOL = "json-api";
    private static final String SECRET = "API_KEY";

    private final DemoHost host;
    private final PrintStream out;

    DemoRequests(DemoHost host, PrintStream out) {
        this.host = host;
        this.out = out;
    }

    /** Runs this part. Does nothing if the distribution has no such example. */
    void run(Path examples) throws CommandException, IOException, InterruptedException {
        Path folder = examples.resolve("network").resolve(TOOL);
        if (!Files.isDirectory(folder)) {
            return;
        }
        String key = "demo-key-" + UUID.randomUUID();
        host.keepSecret(SECRET, key);
        try (DemoServer server = DemoServer.start()) {
            host.deploy(new Example(TOOL, folder, List.of()));
            String granted = arguments(server.origin() + "/weather");
            out.println();
            out.println(
                    "%s is blocked: %s".formatted(TOOL, await(granted, "CAPABILITY_NOT_GRANTED")));
            shell("vex:grant %s network".formatted(TOOL));
            shell("vex:grant %s network %s 127.0.0.1/32".formatted(TOOL, server.origin()));
            shell(
                    "vex:grant %s secret %s --origin %s --header authorization"
                            .formatted(TOOL, SECRET, server.origin()));
            show("a request that is granted", granted, await(granted, "\"status\""));
            String got = server.keys().isEmpty() ? "nothing" : server.keys().get(0);
            out.println("  server got " + TerminalEscapes.escape(got));
            String elsewhere = arguments("http://127.0.0.1:1/weather");
            show("a request that is not", elsewhere, await(elsewhere, "\"errorCode\""));
            shell("vex:denials %s".formatted(TOOL));
        }
    }

    private static String arguments(String url) {
        return "{\"url\":\"" + url + "\"}";
    }

    private void show(String title, String arguments, String result) {
        out.println();
        out.println("%s: %s".formatted(TOOL, title));
        out.println("  arguments  " + arguments);
        out.println("  result     " + result);
    }

    private void shell(String command) throws CommandException, IOException {
        out.println("vexhost shell '%s'".formatted(command));
        DemoHost.Answer answer = host.shell(command);
        if (answer.status() != ExitStatus.OK) {
            throw new CommandException(
                    ExitStatus.FAILED, "'%s' failed [%s]".formatted(command, answer.error()));
        }
        if (command.startsWith("vex:denials")) {
            out.println(answer.output().indent(2).stripTrailing());
        }
    }

    /** Calls the tool until the response contains a text. Deployment and grants take a moment. */
    private String await(String arguments, String text)
            throws CommandException, IOException, InterruptedException {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            DemoHost.Answer answer = host.call(TOOL, arguments);
            String said = answer.status() == ExitStatus.OK ? answer.output() : answer.error();
            if (said.contains(text)) {
                return said;
            }
            host.requireAlive();
            if (System.nanoTime() > end) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "Tool '%s' does not answer with %s within %d s [%s]"
                                .formatted(TOOL, text, MAX_WAIT.toSeconds(), said));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
