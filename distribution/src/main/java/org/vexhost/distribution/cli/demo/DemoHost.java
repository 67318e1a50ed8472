package org.vexhost.distribution.cli.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.protocol.CallRequest;
import org.vexhost.distribution.protocol.CallUsage;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;

/** A host that runs in its own process on a temporary home. Closing it removes the home. */
final class DemoHost implements AutoCloseable {

    /** The response to a request. */
    record Answer(int status, String output, String error, Optional<CallUsage> usage) {}

    private static final Duration MAX_STOP = Duration.ofSeconds(20);

    private static final int MAX_REMOVALS = 20;
    private static final long REMOVAL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_SIGNAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private volatile boolean isEnding;
    private final HostHome home;
    private final Path distribution;
    private Optional<Process> process = Optional.empty();

    private DemoHost(HostHome home, Path distribution) {
        this.home = home;
        this.distribution = distribution;
    }

    /** Creates a temporary home. The host does not run yet. */
    static DemoHost create(Path distribution) throws IOException {
        Path root = Files.createTempDirectory("vexhost-demo-");
        DemoHost host = new DemoHost(new HostHome(root), distribution);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(host::end, "vexhost-demo-end"));
        } catch (IllegalStateException e) {
            host.end();
            throw new IOException("demo is ending", e);
        }
        Files.createDirectories(host.home.tools());
        Files.createDirectories(host.home.bundles());
        return host;
    }

    HostHome home() {
        return home;
    }

    /**
     * Starts the host's process.
     *
     * @throws IOException if starting fails, or if this process is ending and would no longer stop
     *     the host
     */
    synchronized void start() throws IOException {
        if (isEnding) {
            throw new IOException("demo is ending");
        }
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = distribution.resolve("bin").resolve(windows ? "vexhost.bat" : "vexhost");
        Path output = home.root().resolve("output.txt");
        process =
                Optional.of(
                        new ProcessBuilder(
                                        script.toString(),
                                        "run",
                                        "--no-console",
                                        "--home",
                                        home.root().toString())
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile())
                                .start());
    }

    /** Throws an exception with the host's output if the host has ended. */
    void requireAlive() throws CommandException, IOException {
        if (process.isPresent() && !process.get().isAlive()) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "host ended with status %d [%s]"
                            .formatted(
                                    process.get().exitValue(),
                                    Files.readString(home.root().resolve("output.txt")).strip()));
        }
    }

    /** Copies a tool into the folder that the host watches. */
    void deploy(Example example) throws IOException {
        if (Files.isDirectory(example.data())) {
            copyTree(example.data(), home.data().resolve(example.name()));
        }
        copyAll(example.artifacts(), home.tools());
        copyAll(example.bundles(), home.bundles());
    }

    private static void copyAll(List<Path> files, Path folder) throws IOException {
        for (Path file : files) {
            Files.copy(
                    file,
                    folder.resolve(String.valueOf(file.getFileName())),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Stores a secret as an operator would: in a file that only the host's user can read. */
    void keepSecret(String name, String value) throws IOException {
        Path folder = Files.createDirectories(home.etc().resolve("secrets"));
        Path file = Files.createTempFile(folder, ".", ".tmp"); // readable by its owner only
        Files.writeString(file, value);
        Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    Answer call(String tool, String arguments) throws CommandException, IOException {
        byte[] bytes = arguments.getBytes(StandardCharsets.UTF_8);
        try (HostClient client = HostClient.connect(HomeOption.Named.explicitly(home))) {
            client.send(
                    new CallRequest(
                                    tool,
                                    Optional.empty(),
                                    CallRequest.Format.PLAIN,
                                    Optional.empty())
                            .toFrame());
            client.sendInput(new ByteArrayInputStream(bytes));
            return receive(client, TerminalOutput.Content.JSON);
        }
    }

    Answer shell(String command) throws CommandException, IOException {
        try (HostClient client = HostClient.connect(HomeOption.Named.explicitly(home))) {
            client.send(Frame.of(FrameType.COMMAND, command));
            client.send(Frame.of(FrameType.END_OF_INPUT));
            return receive(client, TerminalOutput.Content.TEXT);
        }
    }

    private static Answer receive(HostClient client, TerminalOutput.Content content)
            throws CommandException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<CallUsage> usage = new ArrayList<>();
        int status = client.receive(content, out, err, usage::add);
        return new Answer(
                status,
                out.toString(StandardCharsets.UTF_8).strip(),
                err.toString(StandardCharsets.UTF_8).strip(),
                usage.stream().findFirst());
    }

    /** Stops the host with the same signal that operators and service managers send. */
    @Override
    public void close() throws CommandException {
        if (process.isPresent()) {
            process.get().destroy();
            try {
                if (!process.get().waitFor(MAX_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new CommandException(
                            ExitStatus.FAILED,
                            "host does not end within %d s".formatted(MAX_STOP.toSeconds()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        remove();
    }

    /** Stops the host when a signal ends this process. */
    private void end() {
        isEnding = true;
        removeOnce();
    }

    private synchronized void removeOnce() {
        remove();
    }

    /**
     * Waits for the end of this process if a signal is ending it. The signal may have reached the
     * host before this process, so failures are expected then.
     */
    void awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + MAX_SIGNAL_NANOS;
        while (isEnding || System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    /** Removes the home. The host may still write into it for a moment, so it is tried again. */
    private void remove() {
        process.ifPresent(DemoHost::kill);
        for (int attempt = 0; attempt < MAX_REMOVALS; attempt++) {
            try {
                removeFiles();
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(REMOVAL_PAUSE_NANOS);
            }
        }
        // The rest stays in the folder for temporary files.
    }

    private void removeFiles() throws IOException {
        if (Files.notExists(home.root())) {
            return;
        }
        Files.walkFileTree(
                home.root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /**
     * Kills the process and waits for its end. A host that is still writing would leave files
     * behind.
     */
    private static void kill(Process process) {
        try {
            boolean ignored =
                    process.destroyForcibly().waitFor(MAX_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file).toString()),
                                StandardCopyOption.REPLACE_EXISTING);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
