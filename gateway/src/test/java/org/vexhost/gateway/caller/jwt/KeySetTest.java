package org.vexhost.gateway.caller.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.gateway.caller.FakeClock;

@DisplayName("A key set of a URL")
class KeySetTest {

    @TempDir private static Path home;

    @SuppressWarnings("NullAway.Init") // By start().
    private static KeyServer server;

    private final FakeClock clock = new FakeClock();
    private final KeySet keys =
            new KeySet(server.url(), new KeyFetch(home, server.client()), clock);

    @BeforeAll
    static void start() throws Exception {
        server = KeyServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isReadAgainForAnUnknownKeyAtMostOnceAMinute() throws Exception {
        publish("one");
        assertEquals(List.of("one"), ids("one"));
        int first = server.requests();
        for (int i = 0; i < 50; i++) {
            assertEquals(List.of(), ids("made-up-" + i));
        }
        assertEquals(first, server.requests());
        publish("one", "two");
        clock.advance(Duration.ofSeconds(59));
        assertEquals(List.of(), ids("two"));
        assertEquals(first, server.requests());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of("two"), ids("two"));
        assertEquals(first + 1, server.requests());
    }

    @Test
    void isNotReadAgainForKnownKeysBeforeAnHourIsOver() throws Exception {
        publish("one");
        assertEquals(List.of("one"), ids("one"));
        int first = server.requests();
        clock.advance(Duration.ofMinutes(59));
        assertEquals(List.of("one"), ids("one"));
        assertEquals(first, server.requests());
        publish("two");
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), ids("one"));
        assertEquals(List.of("two"), ids(""));
        assertEquals(first + 1, server.requests());
    }

    @Test
    void staysAsItWasWhileItCannotBeRead() throws Exception {
        publish("one");
        assertEquals(List.of("one"), ids("one"));
        clock.advance(Duration.ofHours(2));
        server.answer(503, new byte[0]);
        assertEquals(List.of("one"), ids("one"));
        clock.advance(Duration.ofHours(2));
        server.answer(200, "{\"keys\":[{".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("one"), ids("one"));
        clock.advance(Duration.ofHours(2));
        publish("two");
        assertEquals(List.of("two"), ids("two"));
    }

    private List<String> ids(String wanted) {
        return keys.candidates(wanted).stream().map(JWK::getKeyID).toList();
    }

    private static void publish(String... ids) throws JOSEException {
        List<JWK> published =
                List.of(ids).stream()
                        .map(KeySetTest::generate)
                        .map(ECKey::toPublicJWK)
                        .map(JWK.class::cast)
                        .toList();
        server.answer(200, new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8));
    }

    private static ECKey generate(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
