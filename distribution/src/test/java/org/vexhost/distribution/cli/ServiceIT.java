package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A host as a service")
class ServiceIT {

    private static final Path UNIT =
            HostProcess.EXAMPLES.resolveSibling("service").resolve("systemd/vexhost.service");

    /** Prints each datagram that a Unix socket gets. */
    private static final String LISTENER =
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            while True:
                print(s.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @TempDir Path folder;

    private static Path program(String name) {
        Path program = Path.of("/usr/bin", name);
        assumeTrue(Files.isExecutable(program), () -> "there is no " + name);
        return program;
    }

    @Test
    void restartsUnderCallsAndStartsWhereNoneRuns() throws Exception {
        Path home = folder.resolve("home");
        List<String> restart = List.of(HostProcess.script(), "restart", "--home", home.toString());
        try {
            Reply first = HostProcess.execute("", restart);
            assertEquals(0, first.status(), first::err);
            assertTrue(first.out().contains(" is ready on "), first::out);
            for (String file : List.of("echo.tool.json", "echo.wasm")) {
                Path example = HostProcess.EXAMPLES.resolve("echo").resolve(file);
                Path ignored = Files.copy(example, home.resolve("tools").resolve(file));
            }
            Reply ready =
                    HostProcess.command(
                            "call", "--home", home.toString(), "--wait", "echo", "{\"n\":0}");
            assertEquals(new Reply(0, "{\"n\":0}", ""), ready);
            AtomicBoolean isOver = new AtomicBoolean();
            List<Reply> replies = new CopyOnWriteArrayList<>();
            Thread caller =
                    new Thread(
                            () -> {
                                while (!isOver.get()) {
                                    replies.add(call(home));
                                }
                            });
            caller.start();
            Reply again = HostProcess.execute("", restart);
            isOver.set(true);
            caller.join();
            assertEquals(0, again.status(), again::err);
            assertNotEquals(first.out(), again.out());
            for (Reply reply : replies) {
                boolean isRight =
                        switch (reply.status()) {
                            case 0 -> reply.out().equals("{\"n\":1}");
                            case 3 -> reply.err().startsWith("NOT_FOUND/");
                            case 5 -> reply.err().startsWith("UNAVAILABLE/");
                            default -> reply.status() == 6;
                        };
                assertTrue(isRight, reply::toString);
            }
            Reply after =
                    HostProcess.command(
                            "call", "--home", home.toString(), "--wait", "echo", "{\"n\":2}");
            assertEquals(new Reply(0, "{\"n\":2}", ""), after);
        } finally {
            assertEquals(0, HostProcess.command("stop", "--home", home.toString()).status());
        }
    }

    private static Reply call(Path home) {
        try {
            return HostProcess.command("call", "--home", home.toString(), "echo", "{\"n\":1}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsSystemdWhenItIsReadyAndWhenItEnds() throws Exception {
        Path ignored = program("systemd-notify");
        Path socket = Files.createTempDirectory("notify").resolve("socket");
        Process listener =
                new ProcessBuilder(program("python3").toString(), "-c", LISTENER, socket.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader told = listener.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("bound", told.readLine());
            Path home = folder.resolve("home");
            ProcessBuilder run =
                    new ProcessBuilder(
                                    HostProcess.script(),
                                    "run",
                                    "--no-console",
                                    "--home",
                                    home.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("out").toFile());
            run.environment().put("NOTIFY_SOCKET", socket.toString());
            Process host = run.start();
            try {
                String ready = next(told);
                assertTrue(ready.contains("READY=1"), ready);
                assertTrue(ready.contains("STATUS=vexhost "), ready);
                assertEquals(0, HostProcess.command("status", "--home", home.toString()).status());
                host.destroy();
                String stopping = next(told);
                assertTrue(stopping.contains("STOPPING=1"), stopping);
                assertEquals(0, host.waitFor());
            } finally {
                host.destroyForcibly();
            }
        } finally {
            listener.destroyForcibly();
            Files.deleteIfExists(socket);
            Files.delete(socket.getParent());
        }
    }

    /** The next message. A barrier says nothing: by it, a sender waits until it was read. */
    private static String next(BufferedReader told) throws IOException {
        String line = told.readLine();
        while (line != null && line.startsWith("BARRIER=")) {
            line = told.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void hasAUnitThatSystemdAcceptsAndThatMayDoLittle() throws Exception {
        Path analyze = program("systemd-analyze");
        String text =
                Files.readString(UNIT).replace("/opt/vexhost/bin/vexhost", HostProcess.script());
        Path unit = Files.writeString(folder.resolve("vexhost.service"), text);
        Reply verify =
                HostProcess.execute("", List.of(analyze.toString(), "verify", unit.toString()));
        assertEquals(0, verify.status(), verify::err);
        assertEquals("", verify.err());
        Reply security =
                HostProcess.execute(
                        "",
                        List.of(
                                analyze.toString(),
                                "security",
                                "--offline=true",
                                // Of 10 a service may have in tenths: 2.0 here.
                                "--threshold=20",
                                unit.toString()));
        assertEquals(0, security.status(), security::out);
    }
}
