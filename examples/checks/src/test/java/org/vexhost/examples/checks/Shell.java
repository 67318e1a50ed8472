package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs the build scripts, on copies. */
final class Shell {

    private static final int MAX_SECONDS = 300;

    private Shell() {}

    /**
     * Runs a script; the test is skipped where a compiler is missing.
     *
     * @return what it had to say
     */
    static String run(Path script) throws IOException, InterruptedException {
        Path log = Files.createTempFile("build", ".log");
        try {
            Process process =
                    new ProcessBuilder("sh", script.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String text = Files.readString(log, StandardCharsets.UTF_8);
            assertTrue(ended, () -> script + " takes more than " + MAX_SECONDS + " s: " + text);
            Assumptions.assumeFalse(text.contains("apt-get install"), text);
            assertEquals(0, process.exitValue(), text);
            return text;
        } finally {
            Files.delete(log);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static boolean has(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
