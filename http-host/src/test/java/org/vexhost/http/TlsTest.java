package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.http.exchange.HttpLimits;

@DisplayName("An encrypted request")
@Timeout(120)
class TlsTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir static Path folder;

    private static KeyStore good;
    private static KeyStore expired;
    private static KeyStore stranger;
    private static Certificate authority;

    @BeforeAll
    static void makeKeys() throws Exception {
        good = Keys.make(folder, "good", "-validity", "30");
        // What is trusted itself never expires for the JDK: this one is vouched for by another.
        Keys.make(folder, "expired", "-ext", "bc:c", "-alias", "authority", "-validity", "30");
        expired =
                Keys.make(
                        folder,
                        "expired",
                        "-signer",
                        "authority",
                        "-startdate",
                        "-30d",
                        "-validity",
                        "10");
        authority = expired.getCertificate("authority");
        stranger = Keys.make(folder, "stranger", "-validity", "30");
    }

    /** Trusts the good key, and whom the authority vouches for. */
    private static SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("good", good.getCertificate("good"));
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return tls;
    }

    /** The body, or the code and why. */
    private static String ask(Server server, String name) throws Exception {
        try (TestHost host = new TestHost(HttpLimits.DEFAULT, trust())) {
            host.names.put("secure.test", List.of("127.0.0.1"));
            host.names.put("other.test", List.of("127.0.0.1"));
            String origin = "https://" + name + ":" + server.port();
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle = guest.get(origin);
                int status = guest.await(handle);
                return status < 0 ? status + " " + guest.error(handle) : guest.body(handle);
            }
        }
    }

    @Test
    void reachesTheServerWhoseNameItAskedFor() throws Exception {
        try (Server server = Keys.server(good)) {
            assertEquals("hello", ask(server, "secure.test"));
        }
    }

    @Test
    void isNotSentToAServerWithAnotherName() throws Exception {
        try (Server server = Keys.server(good)) {
            String answer = ask(server, "other.test");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerByItsAddressAlone() throws Exception {
        try (Server server = Keys.server(good)) {
            String answer = ask(server, "127.0.0.1");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerWhoseCertificateExpired() throws Exception {
        try (Server server = Keys.server(expired)) {
            String answer = ask(server, "secure.test");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(answer.contains("validity"), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerThatNobodyVouchesFor() throws Exception {
        try (Server server = Keys.server(stranger)) {
            String answer = ask(server, "secure.test");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerThatSpeaksNoTls() throws Exception {
        try (Server server =
                Server.answering(
                        (head, socket, out) -> {
                            out.write(Server.bytes(HELLO));
                        })) {
            String answer = ask(server, "secure.test");
            assertTrue(answer.matches("(?s)-[347] .*"), answer);
        }
    }

    @Test
    void endsInAHandshakeThatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestHost host = new TestHost(HttpLimits.DEFAULT, trust())) {
            host.names.put("secure.test", List.of("127.0.0.1"));
            String origin = "https://secure.test:" + silent.getLocalPort();
            Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK);
            int handle = guest.start("GET", origin, "", "", 300);
            long begin = System.nanoTime();
            assertTrue(guest.await(handle) < 0);
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
            guest.close();
            for (int i = 0; i < 500 && host.host.open() > 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, host.host.open());
        }
    }
}
