package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.vexhost.packages.Programs.Reply;

/** A host of a package, as a process. */
final class PackagedHost implements AutoCloseable {

    private static final Pattern OWN_ARCHIVE = Pattern.compile("/host-[^/\\s]+\\.jsa\\b");

    private final Form form;
    private final Path out;
    private final Process process;

    private PackagedHost(Form form, Path out, Process process) {
        this.form = form;
        this.out = out;
        this.process = process;
    }

    /** Starts a host, and waits until it is ready. */
    static PackagedHost start(Form form, Path out) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(form.program());
        line.addAll(List.of("run", "--no-console", "--home", form.homeThere()));
        PackagedHost host =
                new PackagedHost(form, out, Programs.start(form.environment(), line, out));
        try {
            host.awaitReady();
        } catch (Throwable e) {
            host.close();
            throw e;
        }
        return host;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Programs.PATIENCE_SECONDS);
        while (command("status").status() != 0) {
            assertTrue(process.isAlive(), () -> "host ended: " + Programs.read(out));
            assertTrue(System.nanoTime() < end, () -> "host is not ready: " + Programs.read(out));
            Thread.sleep(100);
        }
    }

    /** A command of the package for the home of this host. */
    Reply command(String name, String... words) throws IOException, InterruptedException {
        return command(form, name, words);
    }

    static Reply command(Form form, String name, String... words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(form.program());
        line.addAll(List.of(name, "--home", form.homeThere()));
        line.addAll(List.of(words));
        return Programs.run(form.environment(), line);
    }

    /** As {@code cp} does. */
    void deploy(Path example) throws IOException {
        try (var files = Files.newDirectoryStream(example, "*.{wasm,tool.json}")) {
            for (Path file : files) {
                Path ignored =
                        Files.copy(file, form.home().resolve("tools").resolve(file.getFileName()));
            }
        }
    }

    /** Of the host itself, as this process counts. */
    long pid() {
        return host().pid();
    }

    private ProcessHandle host() {
        ProcessHandle started = process.toHandle();
        return form.isNested() ? started.children().findFirst().orElseThrow() : started;
    }

    /** Whether the process runs a program. */
    boolean runs(Path program) throws IOException {
        return Files.isSameFile(Path.of("/proc", Long.toString(pid()), "exe"), program);
    }

    /** Whether the process has a file in its memory, by a part of the file's name. */
    boolean hasMapped(String part) throws IOException {
        return Files.readString(maps()).contains(part);
    }

    /** Whether the process uses the archive of classes that an earlier host wrote. */
    boolean usesOwnArchive() throws IOException {
        return OWN_ARCHIVE.matcher(Files.readString(maps())).find();
    }

    private Path maps() {
        return Path.of("/proc", Long.toString(pid()), "maps");
    }

    /** SIGTERM; the host has to end with 0. */
    void terminate() throws InterruptedException {
        assertTrue(host().destroy());
        assertTrue(
                process.waitFor(Programs.PATIENCE_SECONDS, TimeUnit.SECONDS), "host does not end");
        assertEquals(0, process.exitValue(), () -> Programs.read(out));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
