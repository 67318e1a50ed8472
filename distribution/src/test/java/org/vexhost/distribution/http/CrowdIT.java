package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;

/** Many clients at once, slow ones, and such as do not read: the others do not notice. */
@DisplayName("A crowd of HTTP clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrowdIT {

    private static final String TOKEN = "of-the-crowd";
    private static final String OTHER = "of-another-one";
    private static final String ECHO = "/api/v1/tools/echo/calls";
    private static final String ACCEPT = "Accept: application/json, text/event-stream\r\n";
    private static final int STREAMS = 1_000;
    private static final long MAX_STREAMS_BYTES = 100L << 20;

    /** All of the heap is there from the start, so that what is used besides can be seen. */
    private static final String JAVA_OPTIONS = "-Xms384m -Xmx384m -XX:+AlwaysPreTouch";

    @TempDir static Path folder;
    private HttpHost host;
    private int port;

    @BeforeAll
    void start() throws Exception {
        Path home = folder.resolve("home");
        port = HttpHost.freePort();
        HttpHost.settings(home, "port = %d\n".formatted(port));
        HttpHost.caller(home, "crowd", TOKEN, "");
        HttpHost.caller(home, "other", OTHER, "");
        host = HttpHost.start(home, JAVA_OPTIONS, HttpClient.newHttpClient(), "main");
        host.process().deployExample("echo");
        host.process()
                .deployModule(
                        "spin", Files.readAllBytes(HostProcess.HOSTILE.resolve("loop-br.wasm")));
        host.process()
                .write(
                        "spin.tool.json",
                        HostProcess.descriptor(
                                "spin",
                                "1.0.0",
                                ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT9M\"}"));
        host.process().awaitCall("echo", "{}");
        host.process().awaitTools("spin");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void aThousandIdleStreamsCostLittleAndTheNextIsRefused() throws Exception {
        List<HttpSocket> streams = new ArrayList<>();
        try {
            // What the first requests load is not theirs.
            streams.add(listen());
            othersAreServed();
            HostMemory before = HostMemory.of(host.process());
            while (streams.size() < STREAMS) {
                streams.add(listen());
            }
            HostMemory with = HostMemory.of(host.process());
            long bytes =
                    with.liveHeapBytes()
                            - before.liveHeapBytes()
                            + with.residentBytes()
                            - before.residentBytes();
            System.out.printf("%d idle streams: %,d bytes, %s%n", STREAMS, bytes, with);
            assertTrue(bytes < MAX_STREAMS_BYTES, () -> bytes + " bytes");
            assertEquals(
                    429,
                    statusOf(
                            HttpSocket.head("/mcp", TOKEN, listenHeaders(), LISTEN.length())
                                    + LISTEN));
            othersAreServed();
        } finally {
            for (HttpSocket stream : streams) {
                stream.close();
            }
        }
        awaitStatus(200, HttpSocket.head("/mcp", TOKEN, listenHeaders(), LISTEN.length()) + LISTEN);
    }

    @Test
    @Order(2)
    void clientsThatReadNothingKeepNobodyWaiting() throws Exception {
        byte[] call = call("\"" + "x".repeat(60_000) + "\"");
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                SocketChannel client = SocketChannel.open(address());
                silent.add(client);
                client.configureBlocking(false);
                fill(client, call);
            }
            othersAreServed();
        } finally {
            for (SocketChannel client : silent) {
                client.close();
            }
        }
    }

    @Test
    @Order(3)
    void largeBodiesAtOnceAreBoundedInMemory() throws Exception {
        othersAreServed();
        long before = HostMemory.of(host.process()).liveHeapBytes();
        byte[] body = new byte[10 << 20];
        Arrays.fill(body, (byte) ' ');
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Thread client = new Thread(() -> statuses.add(send(body)), "large-" + i);
            clients.add(client);
            client.start();
        }
        othersAreServed();
        for (Thread client : clients) {
            client.join(HttpHost.PATIENCE.toMillis());
            assertFalse(client.isAlive());
        }
        assertTrue(statuses.contains(400), statuses::toString);
        // White space is not JSON; 503 where other bodies held the memory; 0 where the answer was
        // lost because the connection had ended before the body was sent.
        statuses.removeAll(Set.of(0, 400, 503));
        assertEquals(Set.of(), new TreeSet<>(statuses));
        othersAreServed();
        assertFalse(host.process().log().contains("OutOfMemory"), "the host ran out of memory");
        long after = HostMemory.of(host.process()).liveHeapBytes();
        assertTrue(after - before < 32L << 20, () -> "kept " + (after - before) + " bytes");
    }

    @Test
    @Order(4)
    void aClientThatHangsUpEndsItsCall() throws Exception {
        String message =
                """
                {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                 "params": {"name": "spin", "arguments": {}}}
                """;
        try (HttpSocket client = HttpSocket.open(port)) {
            client.write(
                    HttpSocket.head(
                                    "/mcp",
                                    TOKEN,
                                    ACCEPT + "MCP-Protocol-Version: 2025-11-25\r\n",
                                    message.length())
                            + message);
            host.process().awaitCallRuns("spin");
            String ignored = client.readUntil("text/event-stream");
        }
        String cancelled =
                host.process()
                        .awaitShell(
                                "vex:stats --json",
                                out -> out.matches("(?s).*\"spin\":\\{[^{}]*\"inFlight\":0,.*"));
        assertTrue(cancelled.contains("CANCELLED"), cancelled);
    }

    @Test
    @Order(5)
    void whoListensGetsAResultWhenTheHostStops() throws Exception {
        try (HttpSocket client = listen()) {
            host.process().terminate();
            String rest = client.readToEnd();
            assertTrue(rest.contains("\"resultType\":\"complete\""), rest);
            assertEquals(0, host.process().awaitEnd());
        }
    }

    private static final String LISTEN =
            """
            {"jsonrpc": "2.0", "id": "one", "method": "subscriptions/listen", "params": {
             "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                       "io.modelcontextprotocol/clientCapabilities": {}},
             "notifications": {"toolsListChanged": true}}}
            """;

    private static String listenHeaders() {
        return ACCEPT
                + "MCP-Protocol-Version: 2026-07-28\r\n"
                + "Mcp-Method: subscriptions/listen\r\n";
    }

    private HttpSocket listen() throws IOException {
        HttpSocket client = HttpSocket.open(port);
        client.write(HttpSocket.head("/mcp", TOKEN, listenHeaders(), LISTEN.length()) + LISTEN);
        String ignored = client.readUntil("acknowledged");
        return client;
    }

    private static byte[] call(String arguments) {
        return (HttpSocket.head(ECHO, TOKEN, "", arguments.length()) + arguments)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private SocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Sends calls until the host takes no more. */
    private static void fill(SocketChannel client, byte[] call)
            throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(call);
        for (int refusals = 0; refusals < 10; ) {
            if (client.write(bytes) > 0) {
                refusals = 0;
            } else {
                refusals++;
                TimeUnit.MILLISECONDS.sleep(10);
            }
            if (!bytes.hasRemaining()) {
                bytes.rewind();
            }
        }
    }

    private int send(byte[] body) {
        try (HttpSocket client = HttpSocket.open(port)) {
            client.write(HttpSocket.head(ECHO, TOKEN, "Connection: close\r\n", body.length));
            client.write(body);
            return client.readStatus();
        } catch (IOException e) {
            return 0;
        }
    }

    private void othersAreServed() throws Exception {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer =
                    host.send(
                            "POST", "http://127.0.0.1:" + port + ECHO, OTHER, "{\"a\":" + i + "}");
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("{\"a\":" + i + "}"), answer.body());
        }
    }

    private int statusOf(String request) throws IOException {
        try (HttpSocket client = HttpSocket.open(port)) {
            client.write(request);
            return client.readStatus();
        }
    }

    private void awaitStatus(int status, String request) throws Exception {
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (statusOf(request) != status) {
            assertTrue(System.nanoTime() < end, () -> "status is not " + status);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
