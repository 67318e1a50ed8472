package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A tool that asks a server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressIT {

    private static final String LIMITS =
            "\"limits\": {\"maxMemoryBytes\": 134217728, \"maxFuel\": 5000000000,"
                    + " \"maxTableElements\": 10000}";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir static Path folder;
    private HostProcess host;
    private HttpServer server;
    private String origin;

    @BeforeAll
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    byte[] body = "{\"answer\":42}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
        host = HostProcess.start(folder.resolve("home"));
    }

    @AfterAll
    void stop() {
        host.close();
        server.stop(0);
    }

    private Reply ask(String path) throws Exception {
        return host.call("url-status", "{\"url\":\"" + origin + path + "\"}");
    }

    @Test
    void reachesWhatItWasGrantedUntilThatIsRevoked() throws Exception {
        String asks = "\"capabilities\": {\"network\": [\"" + origin + "\"]}";
        host.deploy(
                HostProcess.EXAMPLES.resolve("network/url-status/url-status.wasm"),
                "url-status.wasm");
        host.write(
                "url-status.tool.json",
                HostProcess.descriptor(
                        "url-status", "1.0.0", ", \"abi\": \"command\", " + asks + ", " + LIMITS));
        host.awaitCall(
                "url-status",
                "{\"url\":\"" + origin + "\"}",
                answer -> answer.err().contains("network"));

        // The origin alone: its address is not public.
        assertEquals(0, host.shell("vex:grant url-status network " + origin).status());
        Reply unopened =
                host.awaitCall(
                        "url-status",
                        "{\"url\":\"" + origin + "/a\"}",
                        answer -> answer.status() == 0);
        assertTrue(unopened.out().contains("loopback"), unopened.toString());
        assertEquals(List.of(), asked);

        assertEquals(0, host.shell("vex:grant url-status network 127.0.0.1/32").status());
        Reply answered = ask("/b?q=1");
        assertTrue(answered.out().contains("\"status\":200"), answered.toString());
        assertTrue(answered.out().contains("\"members\":[\"answer\"]"), answered.toString());
        assertEquals(List.of("/b?q=1"), asked);

        String elsewhere = "{\"url\":\"http://127.0.0.1:1/\"}";
        Reply denied = host.call("url-status", elsewhere);
        assertTrue(denied.out().contains("\"errorCode\":-1"), denied.toString());
        String denials = host.shell("vex:denials url-status").out();
        assertTrue(denials.contains("vex:grant url-status network http://127.0.0.1:1"), denials);

        assertEquals(0, host.shell("vex:revoke url-status network").status());
        assertEquals(5, ask("/c").status());
        assertEquals(1, asked.size());
    }
}
