package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;

@DisplayName("A secret in a request")
@Timeout(60)
class SecretsTest {

    private static final String VALUE = "sk-0123456789abcdef/+";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private TestHost host;
    private Server server;
    private Server other;
    private Guest guest;
    private String origin;

    @BeforeEach
    void begin() throws Exception {
        host = new TestHost();
        host.values.put("API_KEY", VALUE);
        server = Server.saying(OK);
        other = Server.saying(OK);
        origin = server.origin("127.0.0.1");
        guest =
                host.guest(
                        "t",
                        TestHost.LOOPBACK,
                        new Grant.Network(origin),
                        new Grant.Network(other.origin("127.0.0.1")),
                        secret("API_KEY", origin, "authorization", "x-key"));
    }

    @AfterEach
    void end() throws Exception {
        guest.close();
        server.close();
        other.close();
        host.close();
    }

    private static Grant secret(String name, String origin, String... headers) {
        return new Grant.Secret(name, Set.of(origin), Set.of(headers));
    }

    private int status(String url, String header) throws Exception {
        int handle = guest.start("GET", url, header, "", Guest.FOREVER);
        return handle < 0 ? handle : guest.await(handle);
    }

    private void assertRefused(int code, String why) throws Exception {
        assertEquals(-12, code, guest.error(0));
        assertTrue(guest.error(0).contains(why), guest.error(0));
        assertFalse(guest.error(0).contains("sk-"), guest.error(0));
        assertEquals(0, server.requests.size());
        assertEquals(0, other.requests.size());
    }

    @Test
    void takesThePlaceOfItsPlaceholderInTheValueOfAHeader() throws Exception {
        String placeholder = guest.secret("API_KEY");
        assertTrue(placeholder.matches("vexsecret_[0-9a-f]{32}"), placeholder);
        assertEquals(placeholder, guest.secret("API_KEY"), "it is the same for the call");
        String header =
                "Authorization: Bearer " + placeholder + "\nX-KEY: a" + placeholder + ";b\n";
        assertEquals(200, status(origin, header), guest.error(1));
        String sent = server.requests.get(0);
        assertTrue(sent.contains("Authorization: Bearer " + VALUE + "\n"), sent);
        assertTrue(sent.contains("X-KEY: a" + VALUE + ";b\n"), sent);
        assertTrue(sent.contains("Accept-Encoding: identity\n"), sent);
        assertFalse(sent.contains("vexsecret"), sent);
    }

    @Test
    void isNotReplacedAnywhereElseAndSaysSo() throws Exception {
        String placeholder = guest.secret("API_KEY");
        assertRefused(status(origin + "/?q=" + placeholder, ""), "its placeholder is in the URL");
        assertRefused(status(origin + "/" + placeholder + "/x", ""), "in the URL");
        assertRefused(status(origin, "X-" + placeholder + ": x\n"), "in the name of a header");
        int body = guest.start("POST", origin, "", "{\"a\":\"" + placeholder + "\"}", 1000);
        assertRefused(body, "in the body");
        assertRefused(status(origin, "Cookie: a=" + placeholder + "\n"), "header field 'Cookie'");
        assertRefused(
                status(other.origin("127.0.0.1"), "X-Key: " + placeholder + "\n"),
                "is not granted for 'http://127.0.0.1:" + other.port());
        String foreign = "vexsecret_" + "0".repeat(32);
        assertRefused(status(origin, "X-Key: " + foreign + "\n"), "stands for no secret");
        assertEquals(
                List.of(
                        "API_KEY --origin " + origin + " --header cookie",
                        "API_KEY --origin " + other.origin("127.0.0.1") + " --header x-key"),
                guest.context.denials.stream().map(each -> each.subject()).toList());
        assertEquals(Capability.SECRET, guest.context.denials.get(0).capability());
    }

    @Test
    void isNotThereForAToolThatWasNotGrantedIt() throws Exception {
        assertEquals("-1", guest.secret("OTHER"));
        assertTrue(guest.error(0).contains("OTHER is not granted"), guest.error(0));
        assertEquals("secret", guest.context.denials.get(0).function());
        for (String name : List.of("", "a", "A".repeat(65), "../A", "A\n", "A".repeat(10_000))) {
            assertEquals("-8", guest.secret(name));
        }
    }

    @Test
    void meansNothingInAnotherCall() throws Exception {
        String placeholder = guest.secret("API_KEY");
        try (Guest next = new Guest(host.module, new FakeContext("t"))) {
            next.context.grants = guest.context.grants;
            int handle =
                    next.start("GET", origin, "X-Key: " + placeholder + "\n", "", Guest.FOREVER);
            assertEquals(-12, handle);
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isTheNewOneInTheNextRequestAfterItWasRenewed() throws Exception {
        String header = "X-Key: " + guest.secret("API_KEY") + "\n";
        assertEquals(200, status(origin, header));
        host.values.put("API_KEY", "renewed-0123456789");
        assertEquals(200, status(origin, header));
        assertTrue(server.requests.get(1).contains("X-Key: renewed-0123456789\n"));
    }

    @Test
    void failsTheRequestWhereItIsNotThereOrCannotBeUsed() throws Exception {
        String header = "X-Key: " + guest.secret("API_KEY") + "\n";
        host.values.remove("API_KEY");
        assertEquals(-12, status(origin, header));
        assertTrue(guest.error(1).contains("API_KEY is not there"), guest.error(1));
        for (String bad : List.of("x".repeat(15), "x".repeat(4097), "x".repeat(20) + "\n")) {
            host.values.put("API_KEY", bad);
            assertEquals(-12, status(origin, header));
        }
        assertEquals(0, server.requests.size());
        for (String good : List.of("x".repeat(16), "x".repeat(4096), "Bearer " + VALUE)) {
            host.values.put("API_KEY", good);
            assertEquals(200, status(origin, header));
            assertTrue(server.requests.get(server.requests.size() - 1).contains("X-Key: " + good));
        }
    }

    @Test
    void doesNotWidenTheLimitOfTheHeader() throws Exception {
        host.values.put("API_KEY", "x".repeat(4096));
        String one = "X-Key: " + guest.secret("API_KEY") + "\n";
        assertEquals(200, status(origin, one.repeat(7)));
        assertEquals(-12, status(origin, one.repeat(8)));
        assertTrue(guest.error(2).contains("exceeds 32768 bytes"), guest.error(2));
        assertEquals(1, server.requests.size());
    }

    @Test
    void endsItsRequestWhenItsGrantIsRevoked() throws Exception {
        try (Server slow = Server.answering((head, socket, out) -> Thread.sleep(60_000))) {
            String to = slow.origin("127.0.0.1");
            Grant network = new Grant.Network(to);
            guest.context.grants =
                    Grants.of(TestHost.LOOPBACK, network, secret("API_KEY", to, "x-key"));
            String header = "X-Key: " + guest.secret("API_KEY") + "\n";
            int handle = guest.start("GET", to, header, "", Guest.FOREVER);
            guest.context.grants = Grants.of(TestHost.LOOPBACK, network);
            int code = guest.await(handle);
            assertTrue(code == -1 || code == -12, guest.error(handle));
            assertTrue(guest.error(handle).contains("grant of a secret"), guest.error(handle));
            assertEquals(-12, guest.start("GET", to, header, "", Guest.FOREVER));
        }
    }

    @Test
    void isReadOnAThreadThatMayHang() throws Exception {
        guest.close();
        host.close();
        host = new TestHost(Duration.ofMillis(100));
        guest = host.guest("t", TestHost.LOOPBACK, new Grant.Network(origin));
        guest.context.grants =
                Grants.of(
                        TestHost.LOOPBACK,
                        new Grant.Network(origin),
                        secret("HANGS", origin, "x-key"));
        String header = "X-Key: " + guest.secret("HANGS") + "\n";
        for (int i = 1; i <= 6; i++) {
            assertEquals(-12, status(origin, header));
            assertTrue(guest.error(i).contains("HANGS cannot be used"), guest.error(i));
        }
        // Whoever cannot know what to keep out does not read the answer either.
        assertEquals(-12, status(origin, ""));
        assertEquals(0, server.requests.size());
        guest.context.grants =
                Grants.of(TestHost.LOOPBACK, new Grant.Network(other.origin("127.0.0.1")));
        assertEquals(200, status(other.origin("127.0.0.1"), ""));
    }
}
