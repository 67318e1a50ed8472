package org.vexhost.gateway.caller.jwt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Keys are fetched")
class KeyFetchTest {

    @TempDir private static Path home;

    @SuppressWarnings("NullAway.Init") // By start().
    private static KeyServer server;

    private final KeyFetch fetch = new KeyFetch(home, server.client());

    @BeforeAll
    static void start() throws Exception {
        server = KeyServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void fromAnHttpsUrlUpToAMebibyte() throws Exception {
        server.answer(200, new byte[KeyFetch.MAX_BYTES]);
        assertEquals(KeyFetch.MAX_BYTES, fetch.read(server.url()).length);
        server.answer(200, new byte[KeyFetch.MAX_BYTES + 1]);
        assertTrue(failure(fetch, server.url()).contains("is larger than 1048576 bytes"));
    }

    @Test
    void notWithoutTls() {
        int before = server.requests();
        assertEquals(
                "is not an https URL", failure(fetch, server.url().replace("https:", "http:")));
        assertEquals("is not an https URL", failure(fetch, "file:///etc/passwd"));
        assertEquals(before, server.requests());
    }

    @Test
    void notFromWhereARedirectLeads() {
        server.redirect("/elsewhere");
        int before = server.requests();
        assertTrue(failure(fetch, server.url()).contains("answered status 302"));
        assertEquals(before + 1, server.requests());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new KeyFetch(
                                home,
                                HttpClient.newBuilder()
                                        .followRedirects(HttpClient.Redirect.NORMAL)
                                        .build()));
    }

    @Test
    void notFromAServerThatNobodyVouchesFor() {
        String failure = failure(new KeyFetch(home, KeyFetch.client()), server.url());
        assertTrue(failure.contains("PKIX") || failure.contains("certification"), failure);
    }

    @Test
    void notWithAnotherStatus() {
        server.answer(500, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(failure(fetch, server.url()).contains("answered status 500"));
    }

    @Test
    void notForLongerThanItsPatience() {
        assertEquals(Duration.ofSeconds(5), KeyFetch.PATIENCE);
        KeyFetch impatient = new KeyFetch(home, server.client(), Duration.ofMillis(300));
        server.trickle();
        long begun = System.nanoTime();
        String failure = failure(impatient, server.url());
        assertTrue(failure.contains("did not answer within PT0.3S"), failure);
        assertTrue(System.nanoTime() - begun < 60_000_000_000L, "took too long");
    }

    @Test
    void fromAFileOfTheHome() throws Exception {
        byte[] content = {1, 2, 3};
        Files.write(home.resolve("keys.json"), content);
        assertArrayEquals(content, fetch.read("keys.json"));
        assertTrue(failure(fetch, "absent.json").contains("is not a file"));
        Files.write(home.resolve("large.json"), new byte[KeyFetch.MAX_BYTES + 1]);
        assertTrue(failure(fetch, "large.json").contains("is larger than 1048576 bytes"));
    }

    private static String failure(KeyFetch fetch, String keys) {
        return String.valueOf(assertThrows(IOException.class, () -> fetch.read(keys)).getMessage());
    }
}
