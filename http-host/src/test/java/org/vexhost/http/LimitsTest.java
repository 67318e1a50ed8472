package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Grant;

@DisplayName("A limit that an operator set")
@Timeout(60)
class LimitsTest {

    private static final Path HOME = Path.of("target");

    private static Server answering(String header, String body) throws Exception {
        String head = Server.ok("Content-Length: " + body.length() + header);
        return Server.saying(head + body);
    }

    private static Guest guest(TestHost host, String tool, Server server) {
        return host.guest(tool, new Grant.Network(server.origin("127.0.0.1")), TestHost.LOOPBACK);
    }

    private static int begin(Guest guest, Server server, String header, String body)
            throws Exception {
        return guest.start("POST", server.origin("127.0.0.1") + "/", header, body, Guest.FOREVER);
    }

    @Test
    void ofRequestsOfACall() throws Exception {
        try (Server server = answering("", "x");
                TestHost host = new TestHost(HOME, Map.of("maxRequestsPerCall", 2));
                Guest guest = guest(host, "t", server)) {
            for (int i = 0; i < 2; i++) {
                int handle = begin(guest, server, "", "");
                assertEquals(200, guest.await(handle));
                guest.call("http_close", handle);
            }
            assertEquals(-9, begin(guest, server, "", ""));
            assertTrue(guest.error(0).contains("limit of 2 requests"), guest.error(0));
            try (Guest next = guest(host, "t", server)) {
                assertEquals(1, begin(next, server, "", ""));
            }
        }
    }

    @Test
    void ofOpenRequestsOfACallAToolAndTheHost() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Map<String, Object> settings =
                Map.of(
                        "maxOpenRequestsPerCall", 2,
                        "maxOpenRequestsPerTool", 3,
                        "maxOpenRequests", 4);
        try (Server server = Server.answering((head, socket, out) -> answer.await());
                TestHost host = new TestHost(HOME, settings);
                Guest first = guest(host, "t", server);
                Guest second = guest(host, "t", server);
                Guest other = guest(host, "u", server)) {
            assertEquals(1, begin(first, server, "", ""));
            assertEquals(2, begin(first, server, "", ""));
            assertEquals(-9, begin(first, server, "", ""));
            assertEquals(1, begin(second, server, "", ""));
            assertEquals(-9, begin(second, server, "", ""));
            assertEquals(1, begin(other, server, "", ""));
            assertEquals(-9, begin(other, server, "", ""));
            first.call("http_close", 1);
            assertEquals(2, begin(other, server, "", ""));
            answer.countDown();
        }
    }

    @Test
    void ofTheBodyOfARequest() throws Exception {
        try (Server server = answering("", "x");
                TestHost host = new TestHost(HOME, Map.of("maxRequestBytes", 10));
                Guest guest = guest(host, "t", server)) {
            assertEquals(200, guest.await(begin(guest, server, "", "x".repeat(10))));
            assertEquals(-8, begin(guest, server, "", "x".repeat(11)));
            assertEquals(1, server.requests.size());
        }
    }

    @Test
    void ofTheMemoryOfItsCall() throws Exception {
        FakeContext call;
        try (Server server = answering("", "x");
                TestHost host = new TestHost();
                Guest guest = guest(host, "t", server)) {
            call = guest.context;
            call.memoryLeft.set(1_000_000);
            int first = begin(guest, server, "", "x".repeat(500_000));
            assertEquals(200, guest.await(first));
            long left = call.memoryLeft.get();
            assertTrue(left > 300_000 && left < 500_000, left + " bytes left");
            assertEquals(-9, begin(guest, server, "", "x".repeat(500_000)));
            assertTrue(guest.error(0).contains("maxMemoryBytes"), guest.error(0));
            assertEquals(left, call.memoryLeft.get());
            guest.call("http_close", first);
            assertEquals(1_000_000, call.memoryLeft.get());
            assertEquals(200, guest.await(begin(guest, server, "", "x".repeat(500_000))));
            assertEquals(2, server.requests.size());
        }
        assertEquals(1_000_000, call.memoryLeft.get());
    }

    @Test
    void ofTheBodyOfAResponse() throws Exception {
        for (int size : new int[] {10, 11}) {
            try (Server server = answering("", "x".repeat(size));
                    TestHost host = new TestHost(HOME, Map.of("maxResponseBytes", 10));
                    Guest guest = guest(host, "t", server)) {
                int handle = begin(guest, server, "", "");
                assertEquals(size == 10 ? 200 : -6, guest.await(handle), guest.error(handle));
            }
        }
    }

    @Test
    void ofTheHeaderOfARequest() throws Exception {
        Map<String, Object> settings = Map.of("maxHeaderBytes", 1024, "maxHeaderFields", 2);
        try (Server server = answering("", "x");
                TestHost host = new TestHost(HOME, settings);
                Guest guest = guest(host, "t", server)) {
            String largest = "A: " + "x".repeat(1020) + "\n";
            assertEquals(200, guest.await(begin(guest, server, largest, "")));
            assertEquals(-8, begin(guest, server, "x" + largest, ""));
            assertEquals(200, guest.await(begin(guest, server, "A: b\nC: d\n", "")));
            assertEquals(-8, begin(guest, server, "A: b\nC: d\nE: f\n", ""));
            assertEquals(2, server.requests.size());
        }
    }

    @Test
    void ofTheHeaderOfAResponse() throws Exception {
        Map<String, Object> settings = Map.of("maxHeaderBytes", 1024, "maxHeaderFields", 3);
        String length = "content-length: 1\n";
        String large = "\r\nA: " + "x".repeat(1024 - length.length() - 4);
        Map<String, Integer> results =
                Map.of(
                        large,
                        200,
                        large + "x",
                        -6,
                        "\r\nA: b\r\nC: d",
                        200,
                        "\r\nA: b\r\nC: d\r\nE: f",
                        -6);
        for (Map.Entry<String, Integer> each : results.entrySet()) {
            try (Server server = answering(each.getKey(), "x");
                    TestHost host = new TestHost(HOME, settings);
                    Guest guest = guest(host, "t", server)) {
                int handle = begin(guest, server, "", "");
                assertEquals(
                        each.getValue(), guest.await(handle), each.getKey() + guest.error(handle));
            }
        }
    }

    @Test
    void ofTheTimeToConnect() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fillers = new ArrayList<>();
            try (TestHost host = new TestHost(HOME, Map.of("connectTimeoutMillis", 50))) {
                for (int i = 0; i < 8; i++) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    try {
                        filler.connect(full.getLocalSocketAddress(), 100);
                    } catch (IOException e) {
                        break; // its queue is full
                    }
                }
                String origin = "http://127.0.0.1:" + full.getLocalPort();
                try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                    int handle = guest.get(origin + "/");
                    assertEquals(-3, guest.await(handle));
                    assertTrue(guest.error(handle).contains("50 ms"), guest.error(handle));
                }
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }
}
