package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;

/** Runs where the system property {@code vexhost.test.browser} is set, by the profile. */
@DisplayName("The console in a browser")
class BrowserIT {

    private static final String TOKEN = "browser-token";
    private static final Path SOURCES = Path.of("..", "console", "src", "test", "browser");

    @TempDir private static Path folder;

    @BeforeAll
    static void areProgramsThere() {
        assumeTrue(Boolean.getBoolean("vexhost.test.browser"), "the profile is not on");
    }

    @Test
    void isWalkedThrough() throws Exception {
        for (String file : List.of("package.json", "walk.mjs")) {
            Files.copy(
                    SOURCES.resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        assertEquals(0, run("npm", "install", "--no-audit", "--no-fund"), this::output);
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        HttpHost.settings(home, "port = " + port + "\n");
        Files.writeString(home.resolve("etc/org.vexhost.console.cfg"), "enabled = true\n");
        HttpHost.caller(home, "alice", TOKEN, ", \"roles\": [\"operator\"]");
        try (HttpHost host = HttpHost.start(home, HttpClient.newHttpClient(), "main")) {
            String url = "http://127.0.0.1:" + port;
            host.process().awaitLog("the console is on");
            Path pictures = Path.of("target", "browser").toAbsolutePath();
            int status =
                    run(
                            "node",
                            "walk.mjs",
                            url,
                            TOKEN,
                            HostProcess.DISTRIBUTION.resolve("examples").toString(),
                            pictures.toString());
            assertEquals(0, status, this::output);
            assertTrue(output().contains("pages are clean"), this::output);
        }
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> command[0] + " did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
