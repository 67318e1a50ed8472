package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.protocol.CallRequest;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;

/** The real distribution, started as a process on a home of its own. */
public final class HostProcess implements AutoCloseable {

    public static final Path DISTRIBUTION =
            Path.of(System.getProperty("vexhost.test.distribution", ""));
    public static final Path EXAMPLES = DISTRIBUTION.resolve("examples");
    public static final Path HOSTILE = Path.of(System.getProperty("vexhost.test.hostile", ""));

    /** Long enough for a machine that is busy with other things. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a command printed and how it ended. */
    public record Reply(int status, String out, String err) {
        /** Without white space around it. */
        public Reply {
            out = out.strip();
            err = err.strip();
        }
    }

    private final HostHome home;
    private final String javaOptions;
    private final List<String> prefix;
    private Process process;

    private HostProcess(HostHome home, String javaOptions, List<String> prefix) throws IOException {
        this.home = home;
        this.javaOptions = javaOptions;
        this.prefix = prefix;
        this.process = launch();
    }

    /** Starts a host and waits until it answers. */
    public static HostProcess start(Path folder) throws IOException, InterruptedException {
        return start(folder, "");
    }

    /** Starts a host with options for its JVM, and waits until it answers. */
    public static HostProcess start(Path folder, String javaOptions)
            throws IOException, InterruptedException {
        return start(folder, javaOptions, List.of());
    }

    /** Starts a host by another program, for example one that changes the user. */
    public static HostProcess start(Path folder, String javaOptions, List<String> prefix)
            throws IOException, InterruptedException {
        HostHome home = new HostHome(folder);
        if (prefix.isEmpty()) {
            leaveCold(home);
        }
        HostProcess host = new HostProcess(home, javaOptions, prefix);
        try {
            host.awaitReady();
        } catch (Throwable e) {
            host.process.destroyForcibly();
            throw e;
        }
        return host;
    }

    /** Hosts of tests are many, and live too short for what warming up takes of a processor. */
    private static void leaveCold(HostHome home) throws IOException {
        Path settings = home.etc().resolve("org.vexhost.engine.cfg");
        if (Files.notExists(settings)) {
            Files.createDirectories(home.etc());
            Files.writeString(settings, "warmUp=false\n");
        }
    }

    private Process launch() throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(script(), "run", "--home", home.root().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(home).toFile()));
        if (!javaOptions.isEmpty()) {
            builder.environment().put("VEXHOST_JAVA_OPTS", javaOptions);
        }
        return builder.start();
    }

    private static Path output(HostHome home) {
        return home.root().resolveSibling(home.root().getFileName() + ".out");
    }

    @SuppressWarnings("try") // To connect is all that is wanted.
    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (HostClient client = HostClient.connect(HomeOption.Named.explicitly(home))) {
                return;
            } catch (CommandException e) {
                assertTrue(process.isAlive(), () -> "host ended: " + printed());
                assertTrue(System.nanoTime() < end, () -> "host is not ready: " + printed());
                Thread.sleep(20);
            }
        }
    }

    public static String script() {
        return DISTRIBUTION.resolve("bin/vexhost").toString();
    }

    /** Runs the command line as a process. */
    public static Reply command(String... words) throws IOException, InterruptedException {
        return commandWithInput("", words);
    }

    static Reply commandWithInput(String input, String... words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(script()));
        line.addAll(List.of(words));
        return execute(input, line);
    }

    /** Runs any program. */
    public static Reply execute(String input, List<String> line)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("vexhost-test", ".out");
        Path err = Files.createTempFile("vexhost-test", ".err");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            assertTrue(ended, () -> line + " does not end");
            return new Reply(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Guests write what they like, also what is not UTF-8. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    public HostHome home() {
        return home;
    }

    public Process process() {
        return process;
    }

    /** What the process printed so far. */
    public String printed() {
        try {
            return Files.readString(output(home));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Where the host logs. */
    public Path logFile() {
        return home.logs().resolve("vexhost.log");
    }

    /** The log so far. */
    public String log() throws IOException {
        return Files.readString(logFile());
    }

    /** The number of the process. */
    public long pid() {
        return process.pid();
    }

    /** What the process has computed so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Calls a tool on a thread of its own: the common pool has one where there are two processors.
     */
    public CompletableFuture<Reply> callLater(String tool, String arguments) {
        return callLater(home, tool, arguments);
    }

    /** The same for any host on a home. */
    static CompletableFuture<Reply> callLater(HostHome home, String tool, String arguments) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(home, tool, arguments);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "caller of " + tool).start());
    }

    public Reply call(String tool, String arguments) throws IOException {
        return call(home, tool, arguments);
    }

    /** Calls a tool of any host on a home. */
    static Reply call(HostHome home, String tool, String arguments) throws IOException {
        return request(
                home,
                new CallRequest(tool, Optional.empty(), CallRequest.Format.PLAIN, Optional.empty())
                        .toFrame(),
                arguments);
    }

    public Reply shell(String command) throws IOException {
        return shell(home, command);
    }

    private static Reply shell(HostHome home, String command) throws IOException {
        return request(home, Frame.of(FrameType.COMMAND, command), "");
    }

    private static Reply request(HostHome home, Frame frame, String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (HostClient client = HostClient.connect(HomeOption.Named.explicitly(home))) {
            client.send(frame);
            client.sendInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            int status = client.receive(TerminalOutput.Content.SCREEN, out, err, usage -> {});
            return new Reply(
                    status,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (CommandException e) {
            return new Reply(e.exitStatus(), "", e.getMessage());
        }
    }

    /** What can be looked at again and again. */
    @FunctionalInterface
    private interface Look<T> {
        T take() throws IOException;
    }

    /**
     * Looks until what is seen is as wanted, and gives that. Whatever the host writes or does on
     * its own threads has to be waited for like this, however short it takes.
     */
    private <T> T await(Look<T> look, Predicate<T> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T seen = look.take();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                return fail("last seen: " + seen + "\n" + shell("vex:tools").out());
            }
            Thread.sleep(10);
        }
    }

    /** Calls a tool until the answer is as wanted; gives that answer. */
    public Reply awaitCall(String tool, String arguments, Predicate<Reply> wanted)
            throws IOException, InterruptedException {
        return await(() -> call(tool, arguments), wanted);
    }

    public Reply awaitCall(String tool, String arguments) throws IOException, InterruptedException {
        return awaitCall(tool, arguments, reply -> reply.status() == 0);
    }

    /** Runs a command until its output is as wanted; gives that output. */
    public String awaitShell(String command, Predicate<String> wanted)
            throws IOException, InterruptedException {
        return await(() -> shell(command), reply -> wanted.test(reply.out())).out();
    }

    /** Waits until the log holds a text; gives the lines that do. */
    public List<String> awaitLog(String part) throws IOException, InterruptedException {
        return awaitLog(line -> line.contains(part));
    }

    /** Waits until the log has a line as wanted; gives all such lines. */
    public List<String> awaitLog(Predicate<String> wanted)
            throws IOException, InterruptedException {
        return await(() -> log().lines().filter(wanted).toList(), lines -> !lines.isEmpty());
    }

    /** Waits until one call of a tool runs. */
    public void awaitCallRuns(String tool) throws IOException, InterruptedException {
        String ignored = awaitShell("vex:stats --json", out -> saysThatACallRuns(out, tool));
    }

    /** Whether one call of a tool runs at this moment. */
    public boolean isCallRunning(String tool) throws IOException, InterruptedException {
        return isCallRunning(home, tool);
    }

    /** The same for any host on a home. */
    static boolean isCallRunning(HostHome home, String tool) throws IOException {
        return saysThatACallRuns(shell(home, "vex:stats --json").out(), tool);
    }

    private static boolean saysThatACallRuns(String statistics, String tool) {
        return statistics.matches("(?s).*\"" + tool + "\":\\{[^{}]*\"inFlight\":1,.*");
    }

    /** Waits until the list of tools says something, wherever it breaks its lines. */
    public void awaitTools(String part) throws IOException, InterruptedException {
        String ignored = awaitShell("vex:tools", out -> out.replaceAll("\\s+", " ").contains(part));
    }

    /** Copies files of an example, as {@code cp} does. */
    public void deployExample(String name) throws IOException {
        try (var files =
                Files.newDirectoryStream(EXAMPLES.resolve(name), "*.{wasm,tool.json,jar}")) {
            for (Path file : files) {
                deploy(file, file.getFileName().toString());
            }
        }
    }

    public void deploy(Path file, String as) throws IOException {
        Files.copy(file, home.tools().resolve(as), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A tool of the given module, with a descriptor that says the least. */
    public void deployModule(String name, byte[] module) throws IOException {
        Files.write(home.tools().resolve(name + ".wasm"), module);
        write(name + ".tool.json", descriptor(name, "1.0.0", ""));
    }

    public static String descriptor(String name, String version, String more) {
        return """
        {"name": "%s", "version": "%s", "description": "For a test.",
         "module": "%s.wasm"%s, "parameters": {}}
        """
                .formatted(name, version, name, more);
    }

    public void write(String file, String text) throws IOException {
        Files.writeString(home.tools().resolve(file), text);
    }

    public void remove(String file) throws IOException {
        Files.delete(home.tools().resolve(file));
    }

    /** As {@code kill -TERM}. */
    public void terminate() {
        process.destroy();
    }

    /** As {@code kill -KILL}, and waits. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    public int awaitEnd() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "host does not end");
        return process.exitValue();
    }

    /** Starts a host on the same home again, and waits until it answers. */
    public void restart() throws IOException, InterruptedException {
        relaunch();
        awaitReady();
    }

    /** Starts a host on the same home again, and does not wait. */
    public void relaunch() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
