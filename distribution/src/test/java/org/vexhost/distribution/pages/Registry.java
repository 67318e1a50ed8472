package org.vexhost.distribution.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether the registry behind a program answers at this moment. */
final class Registry {

    /** For each client, a question that every registry of its kind can answer. */
    private static final Map<String, List<String>> QUESTIONS =
            Map.of(
                    "pip",
                    List.of(
                            "python3",
                            "-m",
                            "pip",
                            "download",
                            "-q",
                            "--no-deps",
                            "-d",
                            ".",
                            "idna==3.7"),
                    "npm",
                    List.of("npm", "view", "ms", "version"),
                    "go",
                    List.of("go", "list", "-m", "golang.org/x/text@v0.3.0"));

    private static final long PATIENCE_SECONDS = 120;

    private Registry() {}

    /** Asks; programs without a registry always answer. */
    static boolean answers(String program, Path scratch) throws IOException, InterruptedException {
        List<String> question = QUESTIONS.get(program);
        if (question == null) {
            return true;
        }
        ProcessBuilder builder =
                new ProcessBuilder(question)
                        .directory(Files.createTempDirectory(scratch, program).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GOFLAGS", "-mod=mod");
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** Whether there is such a program on the path. */
    static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
