package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** What probes see of a host, with HTTP and without. */
@DisplayName("Health")
class HealthIT {

    @TempDir private static Path folder;

    private static Reply status(Path home, String... more) throws Exception {
        String[] words = new String[3 + more.length];
        words[0] = "status";
        words[1] = "--home";
        words[2] = home.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return HostProcess.command(words);
    }

    private static Reply awaitStatus(Path home, IntPredicate wanted) throws Exception {
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        Reply reply = status(home, "--json");
        while (!wanted.test(reply.status())) {
            assertTrue(System.nanoTime() < end, reply::toString);
            Thread.sleep(50);
            reply = status(home, "--json");
        }
        return reply;
    }

    @Test
    void isToldByTheStatusOfACommand() throws Exception {
        Path home = folder.resolve("plain");
        assertEquals(6, status(home).status());
        try (HostProcess host = HostProcess.start(home)) {
            Reply ready = awaitStatus(home, status -> status == 0);
            assertTrue(ready.out().contains("\"ready\":true,\"findings\":[]}"), ready.toString());
            assertTrue(ready.out().contains("\"process\":" + host.pid() + ","), ready.toString());
            assertEquals(1, ready.out().lines().count());
            assertTrue(status(home).out().contains("\nready: yes"));
        }
        assertEquals(6, status(home).status());
    }

    @Test
    void needsEveryPortThatSettingsName() throws Exception {
        Path home = folder.resolve("ports");
        int port = HttpHost.freePort();
        String url = "http://127.0.0.1:" + port;
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try {
            HttpHost.settings(
                    home, "port = %d\nadmin.port = %d\n".formatted(port, other.getLocalPort()));
            try (HttpHost host = HttpHost.start(home, HttpClient.newHttpClient(), "main")) {
                Reply taken = awaitStatus(home, status -> status == 5);
                assertTrue(
                        taken.out().contains("listener 'admin' does not answer"), taken::toString);
                HttpResponse<String> notReady = host.get(url + "/readyz", "");
                assertEquals(503, notReady.statusCode());
                assertTrue(
                        notReady.body().contains("not ready: http: listener 'admin'"),
                        notReady.body());
                assertEquals(200, host.get(url + "/healthz", "").statusCode());
                other.close();
                Reply free = awaitStatus(home, status -> status == 0);
                assertTrue(free.out().contains("\"ready\":true"), free::toString);
                HttpResponse<String> ready = host.get(url + "/readyz", "");
                assertEquals(200, ready.statusCode());
                assertEquals("ok\n", ready.body());
            }
        } finally {
            other.close();
        }
    }

    @Test
    void isThereWhileAFileIsIncomplete() throws Exception {
        Path home = folder.resolve("parts");
        Files.createDirectories(home.resolve("tools"));
        Files.writeString(home.resolve("tools/half.tool.json"), "{\"name\":\"half\"");
        Files.copy(
                HostProcess.EXAMPLES.resolve("echo/echo.wasm"), home.resolve("tools/alone.wasm"));
        try (HostProcess host = HostProcess.start(home)) {
            Reply ready = awaitStatus(home, status -> status == 0);
            assertTrue(ready.out().contains("\"callableTools\":0"), ready::toString);
            assertTrue(host.process().isAlive());
        }
    }
}
