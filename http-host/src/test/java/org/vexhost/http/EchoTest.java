package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grant;
import org.vexhost.http.redact.EchoForms;

@DisplayName("A server that sends a secret back")
@Timeout(120)
class EchoTest {

    private static final String VALUE = "sk-live/Qa+7\"z\\09%41=&end";
    private static final List<String> FORMS = EchoForms.of(VALUE);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private Level level;
    private TestHost host;
    private volatile Server.Answer answer = (head, socket, out) -> {};
    private Server server;
    private String origin;

    @BeforeEach
    void begin() throws Exception {
        level = root.getLevel();
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
        host = new TestHost();
        host.values.put("KEY", VALUE);
        server = Server.answering((head, socket, out) -> answer.to(head, socket, out));
        origin = server.origin("127.0.0.1");
    }

    @AfterEach
    void end() throws Exception {
        root.detachAppender(log);
        root.setLevel(level);
        server.close();
        host.close();
    }

    private Guest guest() {
        return host.guest(
                "t",
                TestHost.LOOPBACK,
                new Grant.Network(origin),
                new Grant.Secret("KEY", Set.of(origin), Set.of("x-key")));
    }

    private static int ask(Guest guest, String url, String more) throws InterruptedException {
        String header = "X-Key: " + guest.secret("KEY") + "\n" + more;
        return guest.start("GET", url, header, "", Guest.FOREVER);
    }

    /** In the guest's memory and in the log, at whatever level. */
    private void assertNowhere(Guest guest) {
        String memory = guest.memory.text(0, (int) guest.memory.size());
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        String logged = String.join("\n", lines);
        assertTrue(logged.contains("127.0.0.1"), "the client logs something");
        for (String form : FORMS) {
            assertFalse(memory.contains(form), "memory holds " + form);
            assertFalse(logged.contains(form), "log holds " + form);
        }
    }

    private static String stars(String form) {
        return "*".repeat(form.length());
    }

    @Test
    void showsTheGuestNoFormOfItInABody() throws Exception {
        for (String form : FORMS) {
            String body = "<" + form + form + ">";
            answer =
                    (head, socket, out) ->
                            out.write(
                                    Server.bytes(
                                            Server.ok("Content-Length: " + body.length()) + body));
            try (Guest guest = guest()) {
                int handle = ask(guest, origin, "");
                assertEquals(200, guest.await(handle), guest.error(handle));
                assertEquals("<" + stars(form + form) + ">", guest.body(handle));
                assertNowhere(guest);
            }
        }
    }

    @Test
    void showsTheGuestNothingWhereverTheBodyIsCut() throws Exception {
        for (String form : List.of(VALUE, FORMS.get(FORMS.size() - 3))) {
            String body = "<" + form + ">";
            answer =
                    (head, socket, out) -> {
                        int cut = Integer.parseInt(head.split("[/ ]", -1)[2]);
                        out.write(Server.bytes(Server.ok("Transfer-Encoding: chunked")));
                        chunk(socket, out, body.substring(0, cut));
                        Thread.sleep(3);
                        chunk(socket, out, body.substring(cut));
                        out.write(Server.bytes("0\r\n\r\n"));
                    };
            for (int cut = 1; cut < body.length(); cut++) {
                try (Guest guest = guest()) {
                    int handle = ask(guest, origin + "/" + cut, "");
                    assertEquals(200, guest.await(handle), guest.error(handle));
                    assertEquals("<" + stars(form) + ">", guest.body(handle));
                }
            }
        }
    }

    private static void chunk(Socket socket, OutputStream out, String text) throws Exception {
        socket.setTcpNoDelay(true);
        out.write(Server.bytes("%x\r\n%s\r\n".formatted(text.length(), text)));
        out.flush();
    }

    @Test
    void showsTheGuestNoFormOfItInAHeader() throws Exception {
        StringBuilder fields = new StringBuilder();
        StringBuilder expected = new StringBuilder("content-length: 0\n");
        for (int i = 0; i < FORMS.size(); i++) {
            fields.append("X-%d: a %s;\r\n".formatted(i, FORMS.get(i)));
            expected.append("x-%d: a %s;\n".formatted(i, stars(FORMS.get(i))));
        }
        host.values.put("KEY", VALUE);
        answer =
                (head, socket, out) ->
                        out.write(
                                Server.bytes(
                                        "HTTP/1.1 200 "
                                                + VALUE
                                                + "\r\nContent-Length: 0\r\n"
                                                + fields
                                                + "\r\n"));
        try (Guest guest = guest()) {
            int handle = ask(guest, origin, "");
            assertEquals(200, guest.await(handle), guest.error(handle));
            assertEquals(expected.toString(), guest.header(handle));
            assertNowhere(guest);
        }
    }

    @Test
    void showsTheGuestNothingInTheNameOfAHeader() throws Exception {
        String token = "sk-TOKEN-0123456789";
        host.values.put("KEY", token);
        answer =
                (head, socket, out) ->
                        out.write(Server.bytes(Server.ok("X-" + token + "-Y: 1", "A: b") + ""));
        try (Guest guest = guest()) {
            int handle = ask(guest, origin, "");
            assertEquals(200, guest.await(handle), guest.error(handle));
            assertEquals("x-" + stars(token) + "-y: 1\na: b\n", guest.header(handle));
        }
    }

    @Test
    void showsNothingInTheErrorOfAnAnswerThatIsNotHttp() throws Exception {
        for (String said :
                List.of(
                        VALUE + "\r\n\r\n",
                        "HTTP/1.1 " + VALUE + " OK\r\n\r\n",
                        "HTTP/1.1 200 OK\r\n" + VALUE + "\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + VALUE + "\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: " + VALUE + "\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + VALUE)) {
            answer = (head, socket, out) -> out.write(Server.bytes(said));
            try (Guest guest = guest()) {
                int handle = ask(guest, origin, "");
                if (guest.await(handle) >= 0) {
                    assertTrue(guest.body(handle).startsWith("-"), said);
                }
                assertFalse(guest.error(handle).isEmpty());
                assertNowhere(guest);
            }
        }
    }

    @Test
    void isNotReadWhereItEncodesTheAnswer() throws Exception {
        for (String field :
                List.of(
                        "Content-Encoding: gzip",
                        "content-encoding: identity, br",
                        "Content-Encoding: identity\r\nContent-Encoding: deflate",
                        "Transfer-Encoding: gzip, chunked")) {
            answer = (head, socket, out) -> out.write(Server.bytes(Server.ok(field) + "x"));
            try (Guest guest = guest()) {
                int handle = ask(guest, origin, "");
                int code = guest.await(handle);
                assertTrue(code == -12 || code == -7, field + " " + code);
            }
        }
        answer =
                (head, socket, out) ->
                        out.write(Server.bytes(Server.ok("Content-Encoding: IDENTITY") + "x"));
        try (Guest guest = guest()) {
            assertEquals(200, guest.await(ask(guest, origin, "Accept-Encoding: identity\n")));
            assertEquals(-12, ask(guest, origin, "Accept-Encoding: gzip\n"));
            assertTrue(guest.error(0).contains("leave the field out"), guest.error(0));
        }
    }

    @Test
    void isSearchedInLaterRequestsWithoutTheSecretAndForOldValuesToo() throws Exception {
        String renewed = "renewed-0123456789";
        answer =
                (head, socket, out) ->
                        out.write(Server.bytes(Server.ok("A: b") + VALUE + " and " + renewed));
        try (Guest guest = guest()) {
            int without = guest.get(origin);
            assertEquals(200, guest.await(without));
            assertEquals(stars(VALUE) + " and " + renewed, guest.body(without));
            host.values.put("KEY", renewed);
            int later = guest.get(origin);
            assertEquals(200, guest.await(later));
            assertEquals(stars(VALUE) + " and " + stars(renewed), guest.body(later));
        }
    }

    @Test
    void isNotMadeToWaitForWhatComesNext() throws Exception {
        answer =
                (head, socket, out) -> {
                    out.write(Server.bytes(Server.ok("Transfer-Encoding: chunked")));
                    chunk(socket, out, "event: one\n\n");
                    Thread.sleep(30_000);
                };
        try (Guest guest = guest()) {
            int handle = ask(guest, origin, "");
            assertEquals(200, guest.await(handle));
            long room = guest.memory.room(100);
            assertEquals(12, guest.call("http_read", handle, room, 100));
            assertEquals("event: one\n\n", guest.memory.text(room, 12));
        }
    }
}
