package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host that listens everywhere, behind a proxy that ends TLS. */
@DisplayName("HTTP behind a proxy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyIT {

    private static final String TOKEN = "proxy-token";

    @TempDir private static Path folder;
    private HttpHost host;
    private String url = "";

    @BeforeAll
    void start() throws Exception {
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        url = "http://127.0.0.1:" + port + "/api/v1/tools";
        HttpHost.settings(
                home,
                """
                port = %d
                host = 0.0.0.0
                behindTlsProxy = true
                trustedProxies = 127.0.0.1
                allowedHosts = 127.0.0.1
                publicUrl = https://tools.example
                """
                        .formatted(port));
        HttpHost.caller(home, "ci", TOKEN, "");
        host = HttpHost.start(home, HttpClient.newHttpClient(), "main");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aCallerIsLetInFromAnotherAddressThanLoopback() throws Exception {
        assertEquals(200, host.get(url, TOKEN).statusCode());
        assertEquals(401, host.get(url, "").statusCode());
    }

    @Test
    void whoFailsTooOftenIsThrottledByTheAddressThatTheProxySaw() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals(401, from("198.51.100.7", "wrong-" + i).statusCode());
        }
        HttpResponse<String> throttled = from("203.0.113.9, 198.51.100.7", "wrong");
        assertEquals(429, throttled.statusCode());
        assertTrue(throttled.headers().firstValue("Retry-After").isPresent());
        assertEquals(401, from("198.51.100.8", "wrong").statusCode());
        assertEquals(200, from("198.51.100.7", TOKEN).statusCode(), "a known token is let in");
        String lines = host.process().awaitLog("address 198.51.100.7").toString();
        assertFalse(lines.contains("203.0.113.9"), lines);
    }

    private HttpResponse<String> from(String forwarded, String token) throws Exception {
        return host.send(host.request(url, token).header("X-Forwarded-For", forwarded));
    }
}
