package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.sandbox.spi.GuestMemoryFault;

@DisplayName("Requests of a guest")
@Timeout(60)
class RequestsTest {

    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Two: a\r\nX-Two: b\r\n\r\nhello";

    @Test
    void sendWhatTheGuestSaysAndReadTheAnswerInPieces() throws Exception {
        try (Server server = Server.saying(HELLO);
                TestHost host = new TestHost()) {
            host.names.put("api.test", java.util.List.of("127.0.0.1"));
            String origin = server.origin("api.test");
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle =
                        guest.start(
                                "POST",
                                origin + "/a?b=c",
                                "X-Mine: 1\nAccept: */*\n",
                                "body",
                                5000);
                assertEquals(1, handle, guest.error(0));
                assertEquals(200, guest.await(handle), guest.error(handle));
                assertEquals("content-length: 5\nx-two: a\nx-two: b\n", guest.header(handle));
                assertEquals("hello", guest.body(handle));
                assertEquals(0, guest.call("http_close", handle));
                assertEquals(-10, guest.await(handle));
                String sent = server.requests.get(0);
                assertTrue(sent.startsWith("POST /a?b=c HTTP/1.1\n"), sent);
                assertTrue(sent.contains("Host: api.test:" + server.port() + "\n"), sent);
                assertTrue(sent.contains("X-Mine: 1\n"), sent);
                assertTrue(sent.contains("Content-Length: 4\n"), sent);
                assertTrue(sent.contains("Connection: close\n"), sent);
                assertFalse(sent.contains("Accept-Encoding"), sent);
            }
            assertEquals(0, host.host.open());
        }
    }

    @Test
    void areDeniedWithoutAGrantAndSayWhichOrigin() throws Exception {
        try (Server server = Server.saying(HELLO);
                TestHost host = new TestHost();
                Guest guest = host.guest("t", TestHost.LOOPBACK)) {
            String origin = server.origin("127.0.0.1");
            assertEquals(-1, guest.get(origin + "/?secret=1"));
            assertTrue(guest.error(0).contains(origin), guest.error(0));
            assertFalse(guest.error(0).contains("secret"), guest.error(0));
            assertEquals(1, guest.context.denials.size());
            assertEquals(Capability.NETWORK, guest.context.denials.get(0).capability());
            assertEquals(origin, guest.context.denials.get(0).subject());
            assertEquals(0, server.requests.size());
        }
    }

    @Test
    void areDeniedOtherMethodsThanThoseGranted() throws Exception {
        try (Server server = Server.saying(HELLO);
                TestHost host = new TestHost()) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest =
                    host.guest("t", new Grant.Network(origin, Set.of("GET")), TestHost.LOOPBACK)) {
                assertEquals(-1, guest.start("DELETE", origin, "", "", Guest.FOREVER));
                assertEquals(200, guest.status(origin));
                assertEquals(1, server.requests.size());
            }
        }
    }

    @Test
    void followNoRedirect() throws Exception {
        try (Server inner = Server.saying(HELLO);
                Server server =
                        Server.answering(
                                (head, socket, out) -> {
                                    String to = "Location: " + inner.origin("127.0.0.1") + "/";
                                    String moved = Server.ok(to, "Content-Length: 0");
                                    out.write(Server.bytes(moved.replace("200 OK", "302 Found")));
                                });
                TestHost host = new TestHost()) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle = guest.get(origin);
                assertEquals(302, guest.await(handle));
                assertTrue(guest.header(handle).startsWith("location: http://127.0.0.1:"));
                assertEquals("", guest.body(handle));
                assertEquals(-1, guest.get(inner.origin("127.0.0.1")));
                assertEquals(0, inner.requests.size());
            }
        }
    }

    @Test
    void endAtTheirOwnTime() throws Exception {
        try (Server server = Server.answering((head, socket, out) -> Thread.sleep(60_000));
                TestHost host = new TestHost()) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle = guest.start("GET", origin, "", "", 100);
                assertEquals(0, guest.call("http_wait", handle, 0));
                long begin = System.nanoTime();
                assertEquals(-5, guest.await(handle));
                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
                assertEquals(0, host.host.open());
            }
        }
    }

    @Test
    void endWhenTheirGrantIsRevokedInTheMiddleOfABody() throws Exception {
        try (Server server =
                        Server.answering(
                                (head, socket, out) -> {
                                    out.write(
                                            Server.bytes(
                                                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"));
                                    out.flush();
                                    Thread.sleep(60_000);
                                });
                TestHost host = new TestHost()) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle = guest.get(origin);
                assertEquals(200, guest.await(handle));
                assertEquals(2, guest.call("http_read", handle, 100, 100));
                Thread revoking =
                        new Thread(
                                () -> {
                                    pause(100);
                                    guest.context.grants = Grants.none();
                                });
                revoking.start();
                long begin = System.nanoTime();
                assertEquals(-1, guest.call("http_read", handle, 100, 100));
                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
                assertTrue(guest.error(handle).contains("revoked"), guest.error(handle));
                revoking.join();
            }
        }
    }

    @Test
    void areLimitedInNumber() throws Exception {
        HttpLimits limits =
                new HttpLimits(4, 2, 3, 64, 1 << 20, 1 << 20, 32 << 10, 100, Duration.ofSeconds(5));
        try (Server server = Server.answering((head, socket, out) -> Thread.sleep(60_000));
                TestHost host = new TestHost(limits, SSLContext.getDefault())) {
            String origin = server.origin("127.0.0.1");
            Grant[] grants = {new Grant.Network(origin), TestHost.LOOPBACK};
            try (Guest first = host.guest("t", grants);
                    Guest second = host.guest("t", grants);
                    Guest other = host.guest("other", grants)) {
                assertEquals(1, first.get(origin));
                assertEquals(2, first.get(origin));
                assertEquals(-9, first.get(origin));
                assertTrue(first.error(0).contains("2 requests open"), first.error(0));
                assertEquals(1, second.get(origin));
                assertEquals(-9, second.get(origin));
                assertEquals(1, other.get(origin));
                first.call("http_close", 1);
                first.call("http_close", 2);
                assertEquals(3, first.get(origin));
                assertEquals(4, first.get(origin));
                first.call("http_close", 3);
                assertEquals(-9, first.get(origin));
                assertTrue(first.error(0).contains("limit of 4 requests"), first.error(0));
            }
            assertEquals(0, host.host.open());
        }
    }

    @Test
    void areLimitedInSize() throws Exception {
        HttpLimits limits =
                new HttpLimits(20, 8, 16, 64, 10, 10, 32 << 10, 100, Duration.ofSeconds(5));
        try (Server server =
                        Server.answering(
                                (head, socket, out) -> {
                                    int count = Integer.parseInt(head.split("[/ ]", -1)[2]);
                                    String said =
                                            head.contains("said")
                                                    ? "Content-Length: " + count + "\r\n"
                                                    : "";
                                    out.write(Server.bytes("HTTP/1.1 200 OK\r\n" + said + "\r\n"));
                                    out.write(new byte[count]);
                                });
                TestHost host = new TestHost(limits, SSLContext.getDefault())) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                for (String said : new String[] {"X: said\n", ""}) {
                    int good = guest.start("GET", origin + "/10", said, "", Guest.FOREVER);
                    assertEquals(200, guest.await(good), guest.error(good));
                    assertEquals(10, guest.body(good).length());
                    int large = guest.start("GET", origin + "/11", said, "", Guest.FOREVER);
                    guest.await(large);
                    assertEquals("-6", guest.body(large));
                    assertTrue(guest.error(large).contains("10 bytes"), guest.error(large));
                }
                assertEquals(-8, guest.start("POST", origin, "", "01234567890", Guest.FOREVER));
                assertTrue(guest.error(0).contains("body exceeds 10 bytes"), guest.error(0));
                assertTrue(guest.start("POST", origin + "/1", "", "0123456789", Guest.FOREVER) > 0);
            }
        }
    }

    @Test
    void trapWhereTheMemoryEnds() throws Exception {
        try (TestHost host = new TestHost();
                Guest guest = host.guest("t")) {
            long end = guest.memory.size();
            for (int at = 0; at < 8; at += 2) {
                long[] arguments = new long[9];
                arguments[at] = end - 1;
                arguments[at + 1] = 2;
                assertThrows(
                        GuestMemoryFault.class, () -> guest.call("http_start", arguments), "" + at);
            }
            assertThrows(GuestMemoryFault.class, () -> guest.call("http_read", 1, end, 1));
            assertThrows(GuestMemoryFault.class, () -> guest.call("http_error", 0, end, 1));
        }
    }

    @Test
    void answerACodeForAHandleThatIsNone() throws Exception {
        try (TestHost host = new TestHost();
                Guest guest = host.guest("t")) {
            for (int handle : new int[] {0, 1, -1, Integer.MAX_VALUE}) {
                assertEquals(-10, guest.await(handle));
                assertEquals(-10, guest.call("http_read", handle, 0, 10));
                assertEquals(-10, guest.call("http_header", handle, 0, 10));
                assertEquals(-10, guest.call("http_close", handle));
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
