package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A host with keys, whose callers may have some too. */
@DisplayName("HTTP over TLS")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsIT {

    private static final String TOKEN = "tls-token";

    @TempDir private static Path folder;
    private Path home = Path.of(".");
    private Keys keys;
    private HttpHost host;
    private int port;
    private int adminPort;

    @BeforeAll
    void start() throws Exception {
        home = folder.resolve("home");
        keys = new Keys(home.resolve("etc/tls"));
        keys.make("host", "CN=localhost");
        keys.make("agent", "CN=Agent, O=Example");
        keys.make("forgotten", "CN=Forgotten, O=Example");
        keys.make("stranger", "CN=Agent, O=Example");
        keys.trust("clients", "agent", "forgotten");
        port = HttpHost.freePort();
        adminPort = HttpHost.freePort();
        settings("wanted");
        HttpHost.caller(home, "ci", TOKEN, "");
        HttpHost.callerFile(
                home, "agent", "{\"certificate\": {\"subject\": \"cn=agent, o=Example\"}}");
        host = HttpHost.start(home, client(Optional.empty()), "main", "admin");
        host.process().deployExample("echo");
        host.process().awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void aTokenCallsAToolByHttp2AndByHttp1() throws Exception {
        for (Version version : Version.values()) {
            HttpResponse<String> answer =
                    keys.client("host", Optional.empty(), version)
                            .send(call(TOKEN), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(version, answer.version());
        }
    }

    @Test
    @Order(2)
    void nothingIsAnsweredInTheClear() throws Exception {
        for (int each : new int[] {port, adminPort}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), each)) {
                socket.setSoTimeout((int) HttpHost.PATIENCE.toMillis());
                socket.getOutputStream()
                        .write(
                                "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                String answer = read(socket);
                assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
            }
        }
    }

    private static String read(Socket socket) {
        try {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    @Order(3)
    void aCertificateIsACaller() throws Exception {
        assertEquals(200, status(Optional.of("agent"), ""));
        assertEquals(401, status(Optional.empty(), ""));
        assertEquals(200, status(Optional.empty(), TOKEN));
        // The token is what was shown on purpose; certificates come by themselves.
        assertEquals(401, status(Optional.of("agent"), "wrong"));
    }

    @Test
    @Order(4)
    void aTrustedCertificateOfNoCallerIsNotOne() throws Exception {
        assertEquals(401, status(Optional.of("forgotten"), ""));
    }

    @Test
    @Order(5)
    void aCertificateOfTheSameNameThatNobodySignedIsNotTrusted() throws Exception {
        HttpClient stranger = client(Optional.of("stranger"));
        assertThrows(IOException.class, () -> stranger.send(list(""), BodyHandlers.ofString()));
    }

    @Test
    @Order(6)
    void aRemovedCallersCertificateEnds() throws Exception {
        Files.delete(home.resolve("etc/callers/agent.json"));
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (status(Optional.of("agent"), "") != 401) {
            assertTrue(System.nanoTime() < end, "is still let in");
            Thread.sleep(50);
        }
    }

    @Test
    @Order(7)
    void aCertificateIsDemandedWhereItIsNeeded() throws Exception {
        settings("needed");
        HttpClient none = client(Optional.empty());
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (isAnswered(none)) {
            assertTrue(System.nanoTime() < end, "is still answered without a certificate");
            Thread.sleep(50);
        }
        while (!isAnswered(client(Optional.of("agent")))) {
            assertTrue(System.nanoTime() < end, "is not answered with one");
            Thread.sleep(50);
        }
        assertFalse(isAnswered(client(Optional.empty())));
        assertEquals(200, status(Optional.of("agent"), TOKEN));
    }

    private boolean isAnswered(HttpClient client) throws InterruptedException {
        try {
            return client.send(list(TOKEN), BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private int status(Optional<String> certificate, String token) throws Exception {
        return client(certificate).send(list(token), BodyHandlers.ofString()).statusCode();
    }

    /** A new one each time: connections keep the certificate that they began with. */
    private HttpClient client(Optional<String> certificate) throws Exception {
        return keys.client("host", certificate, Version.HTTP_1_1);
    }

    private HttpRequest list(String token) {
        return authorized("/api/v1/tools", token).build();
    }

    private HttpRequest call(String token) {
        return authorized("/api/v1/tools/echo/calls", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }

    private HttpRequest.Builder authorized(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .timeout(HttpHost.PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private void settings(String certificates) throws IOException {
        HttpHost.settings(
                home,
                """
                port = %d
                admin.port = %d
                http2 = true
                tls.keyStore = etc/tls/host.p12
                tls.keyStorePassword = %s
                tls.clientCertificates = %s
                tls.trustStore = etc/tls/clients.p12
                tls.trustStorePassword = %s
                """
                        .formatted(port, adminPort, Keys.PASSWORD, certificates, Keys.PASSWORD));
    }
}
