package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Grant;

@DisplayName("A hostile server")
@Timeout(60)
class HostileServerTest {

    private TestHost host;

    @BeforeEach
    void begin() throws Exception {
        host = new TestHost();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private Guest guest(Server server) {
        return host.guest("t", new Grant.Network(server.origin("127.0.0.1")), TestHost.LOOPBACK);
    }

    /** Its answer, read to the end; a code where it has none. */
    private String answer(Server.Answer hostile, long millis) throws Exception {
        try (Server server = Server.answering(hostile);
                Guest guest = guest(server)) {
            int handle = guest.start("GET", server.origin("127.0.0.1"), "", "", millis);
            int status = guest.await(handle);
            return status < 0 ? Integer.toString(status) : status + " " + guest.body(handle);
        } finally {
            assertEquals(0, host.host.open());
        }
    }

    private static void forever(OutputStream out, String part, long millis) throws Exception {
        while (true) {
            out.write(Server.bytes(part));
            if (millis > 0) {
                out.flush();
                Thread.sleep(millis);
            }
        }
    }

    @Test
    void cannotSendAHeaderWithoutEnd() throws Exception {
        Server.Answer fields =
                (head, socket, out) -> {
                    out.write(Server.bytes("HTTP/1.1 200 OK\r\n"));
                    forever(out, "X: y\r\n", 0);
                };
        Server.Answer line =
                (head, socket, out) -> {
                    out.write(Server.bytes("HTTP/1.1 200 OK\r\nX: "));
                    forever(out, "yyyyyyyyyyyyyyyy", 0);
                };
        assertEquals("-6", answer(fields, 30_000));
        assertEquals("-6", answer(line, 30_000));
    }

    @Test
    void cannotSendABodyWithoutEnd() throws Exception {
        assertEquals(
                "200 -6",
                answer(
                        (head, socket, out) -> {
                            out.write(Server.bytes("HTTP/1.1 200 OK\r\n\r\n"));
                            forever(out, "x".repeat(4096), 0);
                        },
                        30_000));
    }

    @Test
    void cannotDripForLongerThanTheRequestsTime() throws Exception {
        for (String start :
                new String[] {
                    "",
                    "HTTP/1.1 200 OK\r\nX: ",
                    "HTTP/1.1 200 OK\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                }) {
            long begin = System.nanoTime();
            String answer =
                    answer(
                            (head, socket, out) -> {
                                out.write(Server.bytes(start));
                                forever(out, "1", 20);
                            },
                            300);
            assertTrue(answer.endsWith("-5"), answer);
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
        }
    }

    @Test
    void cannotKeepTheGuestWithInterimAnswers() throws Exception {
        assertEquals(
                "-5",
                answer(
                        (head, socket, out) ->
                                forever(out, "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 1),
                        300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX",
                "",
            })
    void isToldFromOneThatSpeaksHttp(String response) throws Exception {
        String answer = answer((head, socket, out) -> out.write(Server.bytes(response)), 10_000);
        assertTrue(answer.matches("(200 )?-[1-9]+|200 (abc)?"), answer);
        assertTrue(answer.endsWith("-7") || answer.endsWith("-3"), answer);
    }

    @Test
    void cannotAddAnAnswerBehindAnAnswer() throws Exception {
        String two =
                Server.ok("Content-Length: 3") + "abc" + Server.ok("Content-Length: 4") + "evil";
        assertEquals(
                "200 abc", answer((head, socket, out) -> out.write(Server.bytes(two)), 10_000));
    }

    @Test
    void cannotBlowUpABodyByCompression() throws Exception {
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
        String answer =
                answer(
                        (request, socket, out) -> {
                            String head = Server.ok("Content-Encoding: gzip", "Content-Length: 8");
                            out.write(Server.bytes(head));
                            out.write(packed);
                        },
                        10_000);
        assertEquals("200 " + new String(packed, StandardCharsets.ISO_8859_1), answer);
    }

    @Test
    void cannotPutControlCharactersIntoAHeader() throws Exception {
        try (Server server =
                        Server.saying(
                                "HTTP/1.1 204 No Content\r\nX-\u001b[2J: a\u001b[2Jb\u0085\r\n\r\n");
                Guest guest = guest(server)) {
            int handle = guest.get(server.origin("127.0.0.1"));
            assertEquals(204, guest.await(handle), guest.error(handle));
            assertEquals("x-?[2j: a?[2Jb?\n", guest.header(handle));
            assertEquals("", guest.body(handle));
        }
    }

    /** Where a request can hang. */
    enum Phase {
        CONNECT,
        HEADER,
        BODY
    }

    @ParameterizedTest
    @EnumSource
    void keepsNobodyWhoIsInterrupted(Phase phase) throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1);
                Server server = Server.answering((head, socket, out) -> hang(phase, out))) {
            // A queue of connections that nobody takes: the next one hangs while it connects.
            Socket[] queue = new Socket[phase == Phase.CONNECT ? 3 : 0];
            for (int i = 0; i < queue.length; i++) {
                queue[i] = new Socket();
                try {
                    queue[i].connect(full.getLocalSocketAddress(), 100);
                } catch (java.io.IOException e) {
                    // The queue is full.
                }
            }
            int port = phase == Phase.CONNECT ? full.getLocalPort() : server.port();
            String origin = "http://127.0.0.1:" + port;
            Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK);
            int handle = guest.get(origin);
            if (phase == Phase.BODY) {
                assertEquals(200, guest.await(handle));
            }
            Thread waiting = Thread.currentThread();
            Thread ending =
                    new Thread(
                            () -> {
                                try {
                                    Thread.sleep(200);
                                } catch (InterruptedException e) {
                                    return;
                                }
                                waiting.interrupt();
                            });
            ending.start();
            long begin = System.nanoTime();
            boolean interrupted = false;
            try {
                if (phase == Phase.BODY) {
                    guest.body(handle);
                } else {
                    guest.await(handle);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            guest.close();
            assertTrue(interrupted);
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
            ending.join();
            assertEquals(0, host.host.open());
            for (Socket each : queue) {
                each.close();
            }
        }
    }

    private static void hang(Phase phase, OutputStream out) throws Exception {
        if (phase == Phase.BODY) {
            out.write(Server.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"));
            out.flush();
        }
        Thread.sleep(60_000);
    }
}
