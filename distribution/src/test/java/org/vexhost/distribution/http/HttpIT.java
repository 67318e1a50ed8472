package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

/** What reaches a host over HTTP, and what does not. */
@DisplayName("HTTP")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String JSON = "application/json";
    private static final String ECHO = "/api/v1/tools/echo/calls";

    @TempDir static Path folder;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private HostProcess host;
    private int port;

    @BeforeAll
    void start() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        host = HostProcess.start(home);
        host.deployExample("echo");
        host.deployExample("text-stats");
        host.awaitCall("echo", "{}");
        host.awaitCall("text-stats", "{\"text\":\"a b\"}");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @Test
    @Order(1)
    void noPortIsOpenUntilOneIsNamed() throws IOException {
        assertFalse(answers(8080), "a server's own default");
        assertFalse(answers(port));
        assertFalse(host.log().contains("jetty"), host.log());
    }

    @Test
    @Order(2)
    void anotherAddressThanLoopbackIsRefused() throws Exception {
        write("org.vexhost.http.cfg", "port = %d\nhost = 0.0.0.0\n".formatted(port));
        List<String> lines = host.awaitLog("HTTP is not started");
        assertTrue(lines.toString().contains("host = 0.0.0.0"), lines.toString());
        assertFalse(answers(port));
    }

    @Test
    @Order(3)
    void withoutCallersOnlyHealthAnswers() throws Exception {
        write("org.vexhost.http.cfg", "port = %d\nmaxBodyBytes = 65536\n".formatted(port));
        host.awaitLog("listener 'main' answers");
        assertEquals(200, get("/healthz", "").statusCode());
        assertEquals(200, get("/readyz", "").statusCode());
        assertEquals(401, get("/api/v1/tools", "").statusCode());
        assertEquals(401, get("/absent", "").statusCode());
    }

    @Test
    @Order(4)
    void aTokenListsAndCallsItsTools() throws Exception {
        caller("ci", "secret-1", "\"tools\": [\"echo\"]");
        awaitStatus(200, "secret-1");
        String list = get("/api/v1/tools", "secret-1").body();
        assertTrue(list.contains("\"echo\""), list);
        assertFalse(list.contains("text-stats"), list);
        HttpResponse<String> result = post(ECHO, "secret-1", "{\"a\":1}");
        assertEquals(200, result.statusCode());
        assertTrue(result.body().contains("\"output\":{\"a\":1}"), result.body());
        assertEquals(401, get("/api/v1/tools", "secret-2").statusCode());
        assertFalse(host.log().contains("secret-1"), "a token is in the log");
    }

    @Test
    @Order(5)
    void aForbiddenToolLooksLikeOneThatIsNotThere() throws Exception {
        HttpResponse<String> forbidden =
                post("/api/v1/tools/text-stats/calls", "secret-1", "{\"text\":\"a\"}");
        HttpResponse<String> absent =
                post("/api/v1/tools/text-stast/calls", "secret-1", "{\"text\":\"a\"}");
        assertEquals(404, forbidden.statusCode());
        assertEquals(absent.body(), forbidden.body().replace("text-stats", "text-stast"));
    }

    @Test
    @Order(6)
    void pagesOfOtherSitesAreRefused() throws Exception {
        assertEquals(403, header("Origin: http://evil.example"));
        assertEquals(403, header("Origin: null"));
        assertEquals(403, header("Origin: http://localhost:1"));
        assertEquals(200, header("Origin: http://localhost:" + port));
        assertEquals(421, raw("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
        assertEquals(
                421,
                raw(
                        "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n%s\r\n\r\n"
                                .formatted("X-Forwarded-Host: localhost")));
        assertEquals(400, raw("GET /healthz HTTP/1.1\r\n\r\n"));
    }

    @Test
    @Order(7)
    void bodiesAreLimited() throws Exception {
        String most = "\"" + "x".repeat(65_534) + "\"";
        assertTrue(post(ECHO, "secret-1", most).statusCode() != 413);
        assertEquals(413, post(ECHO, "secret-1", most + " ").statusCode());
        assertEquals(400, post(ECHO, "secret-1", "[".repeat(600) + "]".repeat(600)).statusCode());
    }

    @Test
    @Order(8)
    void halfRequestsDoNotKeepOthersOut() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                halves.add(socket);
                String half =
                        i % 2 == 0
                                ? "GET /healthz HTTP/1.1\r\nHo"
                                : """
                                  POST %s HTTP/1.1\r
                                  Host: localhost\r
                                  Authorization: Bearer secret-1\r
                                  Content-Type: application/json\r
                                  Content-Length: 100\r
                                  \r
                                  {"""
                                        .formatted(ECHO);
                socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(200, post(ECHO, "secret-1", "{}").statusCode());
        } finally {
            for (Socket socket : halves) {
                socket.close();
            }
        }
    }

    @Test
    @Order(9)
    void aRemovedCallerEndsAtOnceAndItsStreamsToo() throws Exception {
        caller("gone", "secret-3", "\"roles\": [\"call\"]");
        awaitStatus(200, "secret-3");
        HttpResponse<InputStream> stream =
                client.send(
                        request("/api/v1/events", "secret-3").build(),
                        BodyHandlers.ofInputStream());
        assertEquals(200, stream.statusCode());
        CompletableFuture<Boolean> end =
                CompletableFuture.supplyAsync(() -> hasEnded(stream.body()));
        Files.delete(host.home().etc().resolve("callers/gone.json"));
        awaitStatus(401, "secret-3");
        assertTrue(end.get(60, TimeUnit.SECONDS));
    }

    @Test
    @Order(10)
    void stopEndsWithOpenStreamsAndCalls() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(
                    client.sendAsync(
                            request("/api/v1/events", "secret-1").build(),
                            BodyHandlers.ofString()));
            open.add(
                    client.sendAsync(
                            request(ECHO, "secret-1")
                                    .header("Content-Type", JSON)
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        host.terminate();
        assertEquals(0, host.awaitEnd());
        for (CompletableFuture<HttpResponse<String>> one : open) {
            boolean hasEnded = one.handle((answer, failure) -> true).get(60, TimeUnit.SECONDS);
            assertTrue(hasEnded);
        }
        assertFalse(answers(port));
    }

    /** Reads a stream to its end; one that is cut off has ended too. */
    private static boolean hasEnded(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return true;
        }
        return true;
    }

    private void caller(String name, String token, String more) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        write(
                "callers/" + name + ".json",
                "{\"token\": {\"sha256\": \"%s\"}, %s}"
                        .formatted(HexFormat.of().formatHex(hash), more));
    }

    private void write(String file, String text) throws IOException {
        Path path = host.home().etc().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void awaitStatus(int status, String token) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (get("/api/v1/tools", token).statusCode() != status) {
            assertTrue(System.nanoTime() < end, () -> "status is not " + status);
            Thread.sleep(50);
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.send(request(path, token).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return client.send(
                request(path, token)
                        .header("Content-Type", JSON)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private int header(String header) throws IOException {
        return raw(
                "GET /api/v1/tools HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n%s\r\n\r\n"
                        .formatted(port, header, "Authorization: Bearer secret-1"));
    }

    private int raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }
}
