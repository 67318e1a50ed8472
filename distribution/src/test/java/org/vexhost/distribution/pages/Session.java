package org.vexhost.distribution.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the blocks of pages one after the other in one bash, as somebody does who follows them: with
 * the unpacked archive as working directory (or the page's folder in it, for an example), its
 * {@code bin} on the path, and an empty home directory. The archive itself is there too, packed.
 */
final class Session implements AutoCloseable {

    private final Path scratch;
    private final Path archive;

    /** Unpacks the archive into an empty folder. */
    Session(Path scratch, Path tarball) throws IOException, InterruptedException {
        this.scratch = scratch;
        this.archive = scratch.resolve("vexhost");
        Files.createDirectories(archive);
        Files.createDirectories(scratch.resolve("home"));
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "xzf",
                                tarball.toString(),
                                "--strip-components=1",
                                "-C",
                                archive.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, tar.waitFor(), "tar");
        Files.createSymbolicLink(archive.resolve(tarball.getFileName()), tarball);
    }

    Path archive() {
        return archive;
    }

    /** Runs these blocks and compares what they print with the blocks of output behind them. */
    void run(List<Block> blocks, Duration timeout) throws IOException, InterruptedException {
        Path script = scratch.resolve("blocks.sh");
        Files.writeString(script, script(blocks));
        ProcessBuilder builder =
                new ProcessBuilder("bash", script.toString())
                        .directory(archive.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("bash.out").toFile());
        var environment = builder.environment();
        environment.put("HOME", scratch.resolve("home").toString());
        environment.put("PATH", archive.resolve("bin") + ":" + environment.get("PATH"));
        environment.remove("VEXHOST_HOME");
        // Read-only, as it is otherwise, it could not be deleted.
        environment.put("GOFLAGS", "-modcacherw");
        // What rustup manages lies in the real home directory.
        String home = System.getProperty("user.home");
        environment.putIfAbsent("RUSTUP_HOME", home + "/.rustup");
        Process bash = builder.start();
        boolean ended = bash.waitFor(timeout.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
        int last = Integer.parseInt(Files.readString(scratch.resolve("block")).strip());
        assertTrue(ended, () -> report(blocks, last, "did not end within " + timeout));
        int status = bash.exitValue();
        assertEquals(0, status, () -> report(blocks, last, "ended with " + status));
        compare(blocks);
    }

    private String script(List<Block> blocks) throws IOException {
        StringBuilder script = new StringBuilder("set -e\n");
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.is(Mark.Kind.FILE)) {
                Path file = scratch.resolve(i + ".file");
                Files.writeString(file, block.text());
                String name = block.mark().orElseThrow().detail();
                script.append("mkdir -p \"$(dirname '%s')\"\n".formatted(name));
                script.append("cp '%s' '%s'\n".formatted(file, name));
            } else if (!block.is(Mark.Kind.OUTPUT)) {
                if (i == 0 || !blocks.get(i - 1).page().name().equals(block.page().name())) {
                    script.append("cd '%s'\n".formatted(folderOf(block.page())));
                }
                script.append("echo %d > '%s'\n".formatted(i, scratch.resolve("block")));
                int status = block.mark().map(Mark::exitStatus).orElse(0);
                script.append(status == 0 ? "{\n" : "set +e\n{\n").append(block.script());
                script.append("} > '%s' 2> '%s' < /dev/null\n".formatted(out(i), err(i)));
                script.append(
                        status == 0 ? "" : "[ $? = %d ] || exit 1\nset -e\n".formatted(status));
            }
        }
        return script.toString();
    }

    private Path folderOf(Page page) {
        Path folder = archive.resolve(page.name()).getParent();
        return page.name().startsWith("examples/") && Files.isDirectory(folder) ? folder : archive;
    }

    private Path out(int block) {
        return scratch.resolve(block + ".out");
    }

    private Path err(int block) {
        return scratch.resolve(block + ".err");
    }

    private void compare(List<Block> blocks) throws IOException {
        int command = -1;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.isRunHere()) {
                command = i;
            } else if (block.is(Mark.Kind.OUTPUT)) {
                String printed = read(out(command));
                String shown = block.place() + " shows\n" + block.text();
                assertTrue(
                        ShownOutput.matches(block, printed),
                        () -> shown + "but the command printed\n" + printed);
            }
        }
    }

    private String report(List<Block> blocks, int number, String what) {
        return "%s %s:\n%s--- output\n%s--- errors\n%s--- bash\n%s"
                .formatted(
                        blocks.get(number).place(),
                        what,
                        blocks.get(number).text(),
                        read(out(number)),
                        read(err(number)),
                        read(scratch.resolve("bash.out")));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the hosts that the pages left running. */
    @Override
    public void close() {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses()
                        .filter(
                                process ->
                                        process.info()
                                                .commandLine()
                                                .filter(line -> line.contains(archive.toString()))
                                                .isPresent())
                        .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
    }
}
