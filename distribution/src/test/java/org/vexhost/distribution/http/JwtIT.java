package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
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

/** Callers with tokens that an issuer signs, whose keys the host gets from a URL. */
@DisplayName("Signed tokens")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JwtIT {

    private static final String ISSUER = "https://login.example";
    private static final String AUDIENCE = "https://tools.example/mcp";
    private static final String PATTERN =
            """
            {"jwt": {"issuer": "%s", "audience": "%s", "keys": "%s", "algorithms": ["ES256"],
                     "subjects": ["team-*"], "denied": [%s]},
             "tools": ["echo"]}
            """;

    @TempDir static Path folder;
    private Path home = Path.of(".");
    private KeyIssuer issuer;
    private HttpHost host;
    private String url = "";

    @BeforeAll
    void start() throws Exception {
        home = folder.resolve("home");
        Keys keys = new Keys(folder.resolve("keys"));
        keys.make("issuer", "CN=localhost");
        Path trust = keys.trust("trusted", "issuer");
        issuer = KeyIssuer.start(keys.server("issuer"));
        issuer.addKey("first");
        int port = HttpHost.freePort();
        url = "http://127.0.0.1:" + port;
        HttpHost.settings(home, "port = %d\npublicUrl = https://tools.example\n".formatted(port));
        allow("");
        host =
                HttpHost.start(
                        home,
                        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                                .formatted(trust, Keys.PASSWORD),
                        HttpClient.newHttpClient(),
                        "main");
        host.process().deployExample("echo");
        host.process().awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() {
        host.close();
        issuer.close();
    }

    @Test
    @Order(1)
    void aTokenOfAPublishedKeyCallsItsTools() throws Exception {
        String token = token("first", "team-a", "one", 600);
        HttpResponse<String> answer = call(token);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"output\":{\"a\":1}"), answer.body());
        assertEquals(200, call(token).statusCode());
        assertEquals(1, issuer.requests(), "the keys are kept");
        assertFalse(host.process().log().contains(token), "a token is in the log");
    }

    @Test
    @Order(2)
    void othersAreToldWhereTokensComeFrom() throws Exception {
        for (String each :
                new String[] {
                    "", token("first", "stranger", "two", 600), token("first", "team-a", "x", -60)
                }) {
            HttpResponse<String> answer = call(each);
            assertEquals(401, answer.statusCode(), answer.body());
            String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
            assertTrue(challenge.startsWith("Bearer"), challenge);
            assertTrue(
                    challenge.contains(
                            "resource_metadata=\"https://tools.example"
                                    + "/.well-known/oauth-protected-resource"),
                    challenge);
        }
        String metadata = host.get(url + "/.well-known/oauth-protected-resource/mcp", "").body();
        assertTrue(metadata.contains("\"resource\":\"" + AUDIENCE + "\""), metadata);
        assertTrue(metadata.contains(ISSUER), metadata);
    }

    @Test
    @Order(3)
    void aDeniedSubjectOrTokenEndsWithinAMoment() throws Exception {
        String subject = token("first", "team-b", "three", 600);
        String stolen = token("first", "team-c", "four", 600);
        assertEquals(200, call(subject).statusCode());
        assertEquals(200, call(stolen).statusCode());
        allow("\"team-b\", \"four\"");
        await(401, subject);
        await(401, stolen);
        assertEquals(200, call(token("first", "team-c", "five", 600)).statusCode());
    }

    @Test
    @Order(4)
    void aTokenOfAMebibyteIsRefused() throws Exception {
        HttpResponse<String> answer = call("x".repeat(1 << 20));
        assertEquals(431, answer.statusCode());
        assertFalse(answer.body().contains("Exception"), answer.body());
        assertEquals(200, call(token("first", "team-a", "six", 600)).statusCode());
    }

    private void allow(String denied) throws Exception {
        HttpHost.callerFile(home, "sso", PATTERN.formatted(ISSUER, AUDIENCE, issuer.url(), denied));
    }

    private String token(String key, String subject, String id, long seconds) throws Exception {
        return issuer.sign(
                key,
                """
                {"iss": "%s", "aud": "%s", "sub": "%s", "jti": "%s", "exp": %d}
                """
                        .formatted(
                                ISSUER,
                                AUDIENCE,
                                subject,
                                id,
                                Instant.now().getEpochSecond() + seconds));
    }

    private HttpResponse<String> call(String token) throws Exception {
        return host.send("POST", url + "/api/v1/tools/echo/calls", token, "{\"a\":1}");
    }

    private void await(int status, String token) throws Exception {
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (call(token).statusCode() != status) {
            assertTrue(System.nanoTime() < end, () -> "status is not " + status);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
