package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs as processes, and a path of them without Java. */
final class Programs {

    /** Long enough for a machine that is busy with other things. */
    static final long PATIENCE_SECONDS = 180;

    /** What the start script uses. */
    private static final List<String> NEEDED =
            List.of(
                    "cat",
                    "cksum",
                    "dd",
                    "dirname",
                    "find",
                    "head",
                    "ls",
                    "mkdir",
                    "mktemp",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sh");

    /** How a process ended, and what it printed to both streams. */
    record Reply(int status, String printed) {}

    private Programs() {}

    /** A folder with what the start script needs, and a few others: a path without Java. */
    static String path(Path folder, String... others) throws IOException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>(NEEDED);
        names.addAll(List.of(others));
        for (String name : names) {
            Path link = folder.resolve(name);
            if (Files.notExists(link)) {
                Files.createSymbolicLink(link, find(name));
            }
        }
        return folder.toString();
    }

    static Path find(String name) {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new AssertionError(name + " is missing");
    }

    static Reply run(Map<String, String> environment, List<String> line)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("vexhost-test", ".out");
        try {
            Process process = start(environment, line, out);
            try {
                assertTrue(
                        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
                        () -> line + " does not end");
            } finally {
                process.destroyForcibly();
            }
            return new Reply(process.exitValue(), Files.readString(out).strip());
        } finally {
            Files.delete(out);
        }
    }

    static Process start(Map<String, String> environment, List<String> line, Path out)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs a program of this machine that has to end with 0; gives what it printed. */
    static String must(List<String> line) throws IOException, InterruptedException {
        Reply reply = run(System.getenv(), line);
        assertTrue(reply.status() == 0, () -> line + ": " + reply);
        return reply.printed();
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
