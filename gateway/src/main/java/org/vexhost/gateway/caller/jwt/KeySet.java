package org.vexhost.gateway.caller.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;

/**
 * The keys of an issuer of signed tokens. The set is read again after an hour, or when a token
 * names an unknown key, but at most once a minute. If reading fails, the previous keys stay in use.
 * While one thread reads, other threads use the current keys. Thread-safe.
 */
final class KeySet {

    static final Duration MIN_INTERVAL = Duration.ofMinutes(1);
    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
    private static final int MAX_KEYS = 1000;

    private final String keys;
    private final KeyFetch fetch;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile List<JWK> current = List.of();
    private volatile Instant lastTry = Instant.MIN;

    KeySet(String keys, KeyFetch fetch, InstantSource clock) {
        this.keys = keys;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * The public keys that may have signed a token.
     *
     * @param keyId {@code kid} of the token; empty if the token has none
     */
    List<JWK> candidates(String keyId) {
        Instant now = clock.instant();
        List<JWK> found = among(keyId);
        Duration least = found.isEmpty() ? MIN_INTERVAL : MAX_AGE;
        if (lastTry.equals(Instant.MIN) || Duration.between(lastTry, now).compareTo(least) >= 0) {
            readAgain(now);
            return among(keyId);
        }
        return found;
    }

    private List<JWK> among(String keyId) {
        return current.stream()
                .filter(key -> keyId.isEmpty() || keyId.equals(key.getKeyID()))
                .toList();
    }

    private void readAgain(Instant now) {
        if (!reading.tryLock()) {
            return;
        }
        try {
            lastTry = now;
            JWKSet set = JWKSet.parse(new String(fetch.read(keys), StandardCharsets.UTF_8));
            if (set.size() > MAX_KEYS) {
                throw new IOException("has more than %d keys".formatted(MAX_KEYS));
            }
            current = set.getKeys().stream().filter(KeySet::isPublicKind).toList();
        } catch (IOException | ParseException e) {
            LOG.warn(
                    "key set '{}' cannot be read, {} earlier keys stay in use [{}]",
                    keys,
                    current.size(),
                    MessageText.escape(String.valueOf(e.getMessage()), 200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reading.unlock();
        }
    }

    /** Whether a key has a public half. Shared secrets in a key set are never used. */
    private static boolean isPublicKind(JWK key) {
        try {
            return key instanceof AsymmetricJWK pair && pair.toPublicKey() != null;
        } catch (JOSEException e) {
            LOG.debug("a key cannot be used", e);
            return false;
        }
    }
}
