package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
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

    private static final char[] PASSWORD = "password".toCharArray();
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir static Path folder;

    private static KeyStore good;
    private static KeyStore expired;
    private static KeyStore stranger;
    private static Certificate authority;

    @BeforeAll
    static void makeKeys() throws Exception {
        good = key("good", "-validity", "30");
        // What is trusted itself never expires for the JDK: this one is vouched for by another.
        key("expired", "-ext", "bc:c", "-alias", "authority", "-validity", "30");
        expired = key("expired", "-signer", "authority", "-startdate", "-30d", "-validity", "10");
        authority = expired.getCertificate("authority");
        stranger = key("stranger", "-validity", "30");
    }

    /** Adds a key to the store of a name, under that name unless the options say another. */
    private static KeyStore key(String name, String... options) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=dns:secure.test",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD)));
        command.addAll(List.of(options));
        if (!command.contains("-alias")) {
            command.addAll(List.of("-alias", name));
        }
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
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

    private static Server server(KeyStore key) throws Exception {
        if (key.containsAlias("authority")) {
            key.deleteEntry("authority");
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(key, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        ServerSocket socket =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new Server(socket, (head, connection, out) -> out.write(Server.bytes(HELLO)));
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
        try (Server server = server(good)) {
            assertEquals("hello", ask(server, "secure.test"));
        }
    }

    @Test
    void isNotSentToAServerWithAnotherName() throws Exception {
        try (Server server = server(good)) {
            String answer = ask(server, "other.test");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerByItsAddressAlone() throws Exception {
        try (Server server = server(good)) {
            String answer = ask(server, "127.0.0.1");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerWhoseCertificateExpired() throws Exception {
        try (Server server = server(expired)) {
            String answer = ask(server, "secure.test");
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(answer.contains("validity"), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotSentToAServerThatNobodyVouchesFor() throws Exception {
        try (Server server = server(stranger)) {
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
