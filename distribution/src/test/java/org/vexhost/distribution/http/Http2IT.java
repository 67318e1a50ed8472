package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;

/** A host that starts without HTTP/2 and is told to use it while it runs. */
@DisplayName("HTTP/2 that is turned on later")
class Http2IT {

    private static final String MEDIATOR = "SPI Fly";

    @TempDir private static Path folder;

    @Test
    void aRunningHostBeginsToSpeakHttp2() throws Exception {
        Path home = folder.resolve("home");
        Keys keys = new Keys(home.resolve("etc/tls"));
        keys.make("host", "CN=localhost");
        int port = HttpHost.freePort();
        String plain = "port = %d\nanonymous = true\n".formatted(port);
        HttpHost.settings(home, plain);
        try (HttpHost host = HttpHost.start(home, HttpClient.newHttpClient(), "main")) {
            assertEquals(
                    Version.HTTP_1_1,
                    host.get("http://localhost:" + port + "/healthz", "").version());
            assertFalse(mediator(host.process()).contains("Active"), "is started without need");

            HttpHost.settings(
                    home,
                    plain
                            + """
                            http2 = true
                            tls.keyStore = etc/tls/host.p12
                            tls.keyStorePassword = %s
                            """
                                    .formatted(Keys.PASSWORD));
            host.process().awaitLog("listener 'main' answers at https");
            HttpResponse<String> answer = awaitAnswer(keys, port);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(Version.HTTP_2, answer.version());
            assertTrue(mediator(host.process()).contains("Active"), "is not started");
        }
    }

    /** Two requests, since the first response of a connection could do without some encoders. */
    private static HttpResponse<String> awaitAnswer(Keys keys, int port) throws Exception {
        HttpClient client = keys.client("host", Optional.empty(), Version.HTTP_2);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v1/tools"))
                        .timeout(HttpHost.PATIENCE)
                        .build();
        client.send(request, BodyHandlers.ofString());
        return client.send(request, BodyHandlers.ofString());
    }

    private static String mediator(HostProcess host) throws IOException {
        return host.shell("lb")
                .out()
                .lines()
                .filter(line -> line.contains(MEDIATOR))
                .findFirst()
                .orElse("");
    }
}
