package org.vexhost.distribution.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A bundle that was made with the exported packages alone")
class ExampleBundleIT {

    private static final String ALLOWED = "{\"query\":\"harbour\"}";

    @TempDir Path folder;

    @Test
    void followsEventsGrantsApprovesAndRefusesCalls() throws Exception {
        Path home = folder.resolve("home");
        Path report = folder.resolve("report");
        ExampleBundle.build(
                home.resolve("bundles/guard.jar"),
                folder.resolve("work"),
                "org.example.guard",
                "org.example.guard.Guard");
        try (HostProcess host = HostProcess.start(home, "-Dexample.report=" + report)) {
            Path data = Files.createDirectories(host.home().data().resolve("word-index"));
            Files.writeString(data.resolve("one.txt"), "harbour tide harbour\n");
            host.deployExample("word-index");
            Reply granted = host.awaitCall("word-index", ALLOWED);
            assertTrue(granted.out().contains("\"count\":2"), granted::out);

            host.deploy(HostProcess.EXAMPLES.resolve("echo/echo.wasm"), "word-index.wasm");
            Reply approved =
                    host.awaitCall("word-index", ALLOWED, reply -> reply.out().equals(ALLOWED));
            assertEquals(0, approved.status());

            Reply refused = host.call("word-index", "{\"query\":\"forbidden\"}");
            assertEquals(5, refused.status());
            assertEquals("UNAVAILABLE/REFUSED_BY_POLICY: that word is not allowed", refused.err());
            assertEquals(3, host.call("nothing", "{}").status());

            host.awaitLog("bundle 'org.example.guard' granted tool 'word-index'");
            host.awaitLog("bundle 'org.example.guard' approved version");
            String user = System.getProperty("user.name");
            for (String line :
                    List.of(
                            "event STATE of word-index by nobody",
                            "event GRANTED of word-index by bundle 'org.example.guard'",
                            "event APPROVED of word-index by bundle 'org.example.guard'",
                            "call of nothing by user '" + user + "': NO_SUCH_TOOL",
                            "call of word-index by user '" + user + "': result of version ",
                            "call of word-index by bundle 'org.example.guard': result of"
                                    + " version ",
                            "latest call of word-index by bundle 'org.example.guard' used fuel:"
                                    + " true",
                            "calls are counted: true",
                            "asks for limits: ",
                            "warnings: 0",
                            "has a thread that decides: true",
                            "log names the tool: true",
                            "settings: true")) {
                awaitLine(report, line);
            }
        }
    }

    /** The bundle writes on threads of its own. */
    private static void awaitLine(Path report, String begin) throws Exception {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (Files.readAllLines(report).stream().noneMatch(line -> line.startsWith(begin))) {
            assertTrue(System.nanoTime() < end, () -> "no line " + begin + " in " + read(report));
            Thread.sleep(20);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
