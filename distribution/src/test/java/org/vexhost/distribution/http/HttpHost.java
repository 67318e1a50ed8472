package org.vexhost.distribution.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.vexhost.distribution.cli.HostProcess;

/** A host with HTTP, and who calls it. */
final class HttpHost implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HostProcess process;
    private final HttpClient client;

    private HttpHost(HostProcess process, HttpClient client) {
        this.process = process;
        this.client = client;
    }

    /** A port that nobody uses now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Writes the settings of a home, as an operator does before the first start. */
    static void settings(Path home, String lines) throws IOException {
        write(home.resolve("etc/org.vexhost.http.cfg"), lines);
    }

    /** Writes a caller with a token into a home. */
    static void caller(Path home, String name, String token, String more)
            throws IOException, GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        callerFile(
                home,
                name,
                "{\"token\": {\"sha256\": \"%s\"}%s}"
                        .formatted(HexFormat.of().formatHex(hash), more));
    }

    static void callerFile(Path home, String name, String json) throws IOException {
        write(home.resolve("etc/callers/" + name + ".json"), json);
    }

    private static void write(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Starts a host on a home, and waits for its listeners. */
    static HttpHost start(Path home, HttpClient client, String... listeners)
            throws IOException, InterruptedException {
        return start(home, "", client, listeners);
    }

    /** Starts a host with options for its JVM, and waits for its listeners. */
    static HttpHost start(Path home, String javaOptions, HttpClient client, String... listeners)
            throws IOException, InterruptedException {
        HttpHost host = new HttpHost(HostProcess.start(home, javaOptions), client);
        try {
            for (String listener : listeners) {
                host.process.awaitLog("listener '" + listener + "' answers");
            }
            return host;
        } catch (Throwable e) {
            host.close();
            throw e;
        }
    }

    HostProcess process() {
        return process;
    }

    /** A request without a body. */
    HttpRequest.Builder request(String url, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        return send(request(url, token));
    }

    /** Sends a JSON body by any method; an empty one is none. */
    HttpResponse<String> send(String method, String url, String token, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(url, token);
        return send(
                json.isEmpty()
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json)));
    }

    @Override
    public void close() {
        process.close();
    }
}
