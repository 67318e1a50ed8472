package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.FakeClock;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.caller.file.CallerSettings.Jwt;
import org.vexhost.gateway.caller.jwt.JwtVerifier;
import org.vexhost.gateway.caller.jwt.KeyFetch;

class SignedTokensTest {

    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "https://host.example/mcp";

    private final FakeClock clock = new FakeClock();

    @TempDir private Path home;
    private CallerBook book = new CallerBook(verifier(), clock, clock::nanoTime);
    private ECKey key = generate("one");
    private OctetSequenceKey shared = new OctetSequenceKeyGenerator(256).keyID("mac").generate();

    SignedTokensTest() throws JOSEException {}

    @BeforeEach
    void begin() throws Exception {
        book = new CallerBook(verifier(), clock, clock::nanoTime);
        publish(key);
        book.replace(Map.of("sso", CallerBookTest.settings(jwt(Set.of()), "*")), Map.of());
    }

    @Test
    void aGoodTokenIsACallerUntilItExpires() throws Exception {
        String token = sign(key, claims().build());
        CallerAccess access = known(token);
        assertEquals("client 'sso'", access.caller().toString());
        assertEquals(Map.of("subject", "alice"), access.caller().attributes());
        assertSame(access, known(token));
        AtomicBoolean hasEnded = new AtomicBoolean();
        access.onEnd(() -> hasEnded.set(true));

        clock.advance(Duration.ofSeconds(299));
        book.tick();
        assertFalse(access.isEnded());
        assertFalse(hasEnded.get());
        known(token);
        clock.advance(Duration.ofSeconds(1));
        book.tick();
        assertTrue(access.isEnded());
        assertTrue(hasEnded.get());
        refused(token);
    }

    @Test
    void everyClaimIsLookedAt() throws Exception {
        refused(sign(key, claims().issuer("https://other.example").build()));
        refused(sign(key, claims().audience("https://host.example").build()));
        refused(sign(key, claims().audience(List.of()).build()));
        refused(sign(key, claims().subject(null).build()));
        refused(sign(key, claims().expirationTime(null).build()));
        refused(sign(key, claims().expirationTime(date(0)).build()));
        refused(sign(key, claims().notBeforeTime(date(61)).build()));
        refused(sign(key, claims().issueTime(date(61)).build()));
        known(sign(key, claims().notBeforeTime(date(60)).audience(List.of("x", AUDIENCE)).build()));
    }

    @Test
    void onlyListedKeysAndAlgorithmsSign() throws Exception {
        refused(sign(generate("one"), claims().build()));
        refused(sign(generate("two"), claims().build()));
        refused(new PlainJWT(claims().build()).serialize());
        refused(sign(key, claims().build()).replaceFirst("\\.[^.]*$", "."));

        // The public key as a shared secret, which is what confuses verifiers.
        refused(
                sign(
                        new MACSigner(key.toPublicKey().getEncoded()),
                        JWSAlgorithm.HS256,
                        "one",
                        claims().build()));
        // A shared secret that is among the keys.
        refused(sign(new MACSigner(shared), JWSAlgorithm.HS256, "mac", claims().build()));
        for (String text : new String[] {"a.b.c", "...", "e30.e30.e30", "a.b.c.d.e"}) {
            refused(text);
        }
    }

    @Test
    void aGoodKeyDoesNotMakeAnAlgorithmThatIsNotListedGood() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        Files.writeString(
                home.resolve("keys.json"),
                new JWKSet(List.of(key.toPublicJWK(), rsa.toPublicJWK())).toString(true));
        String token = sign(new RSASSASigner(rsa), JWSAlgorithm.RS256, "rsa", claims().build());
        refused(token);
        Jwt both =
                new Jwt(
                        ISSUER,
                        AUDIENCE,
                        "keys.json",
                        List.of("ES256", "RS256"),
                        List.of(),
                        Set.of());
        book.replace(Map.of("sso", CallerBookTest.settings(both, "*")), Map.of());
        known(token);
    }

    @Test
    void whoFailsTooOftenHasNoMoreSignaturesChecked() throws Exception {
        String seen = sign(key, claims().build());
        known(seen);
        for (int i = 0; i < 20; i++) {
            refused("a.b." + i);
        }
        String unseen = sign(key, claims().subject("bob").build());
        assertInstanceOf(Recognition.TooMany.class, recognise(unseen));
        known(seen);
        clock.advance(Duration.ofSeconds(61));
        known(unseen);
    }

    @Test
    void aDeniedSubjectOrTokenEndsAtOnce() throws Exception {
        String alice = sign(key, claims().build());
        String bob = sign(key, claims().subject("bob").jwtID("t-7").build());
        CallerAccess access = known(alice);
        known(bob);
        book.replace(
                Map.of("sso", CallerBookTest.settings(jwt(Set.of("alice", "t-7")), "*")), Map.of());
        assertTrue(access.isEnded());
        refused(alice);
        refused(bob);
        known(sign(key, claims().subject("carol").build()));
    }

    @Test
    void aNewKeyIsLookedForOnceAMinute() throws Exception {
        known(sign(key, claims().build()));
        ECKey second = generate("two");
        publish(second);
        String token = sign(second, claims().build());
        refused(token);
        clock.advance(Duration.ofMinutes(1));
        known(token);
    }

    @Test
    void theLastGoodKeysStay() throws Exception {
        known(sign(key, claims().build()));
        Files.writeString(home.resolve("keys.json"), "{\"keys\":");
        clock.advance(Duration.ofMinutes(2));
        refused(sign(generate("two"), claims().build()));
        known(sign(key, claims().subject("bob").build()));
    }

    private JwtVerifier verifier() {
        return new JwtVerifier(
                new KeyFetch(home == null ? Path.of(".") : home, KeyFetch.client()), clock);
    }

    private static Jwt jwt(Set<String> denied) {
        return new Jwt(ISSUER, AUDIENCE, "keys.json", List.of("ES256"), List.of(), denied);
    }

    private static ECKey generate(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private void publish(ECKey published) throws Exception {
        JWKSet set = new JWKSet(List.of(published.toPublicJWK(), shared));
        Files.writeString(home.resolve("keys.json"), set.toString(false));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("alice")
                .issueTime(date(0))
                .expirationTime(date(300));
    }

    private Date date(long seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }

    private static String sign(ECKey with, JWTClaimsSet claims) throws JOSEException {
        return sign(new ECDSASigner(with), JWSAlgorithm.ES256, with.getKeyID(), claims);
    }

    private static String sign(
            JWSSigner signer, JWSAlgorithm algorithm, String keyId, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private CallerAccess known(String token) {
        return assertInstanceOf(Recognition.Known.class, recognise(token)).access();
    }

    private void refused(String token) {
        assertInstanceOf(Recognition.Refused.class, recognise(token), token);
    }

    private Recognition recognise(String token) {
        return book.recognise(new Credentials(Optional.of(token), Optional.empty(), "127.0.0.1"));
    }
}
