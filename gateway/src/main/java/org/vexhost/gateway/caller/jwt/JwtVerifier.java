package org.vexhost.gateway.caller.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.caller.file.CallerSettings.Jwt;

/** Verifies signed tokens against the settings in callers' files. Thread-safe. */
public final class JwtVerifier {

    /**
     * The allowed clock skew: {@code nbf} and {@code iat} may be this far ahead. {@code exp} is
     * checked without tolerance.
     */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);

    private final KeyFetch fetch;
    private final InstantSource clock;
    private final Map<String, KeySet> keySets = new ConcurrentHashMap<>();

    /** Subject and expiry of a verified token. */
    public record Verified(String subject, Instant expiry) {}

    /** Creates a verifier that reads key sets through a {@link KeyFetch}. */
    public JwtVerifier(KeyFetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Drops all key sets except these. */
    public void retain(Set<String> keys) {
        keySets.keySet().retainAll(keys);
    }

    /** Returns the token's parts without verifying them; empty if it is not a signed token. */
    public static Optional<SignedJWT> parse(String token) {
        try {
            return Optional.of(SignedJWT.parse(token));
        } catch (ParseException | IllegalArgumentException e) {
            LOG.debug("not a signed token [{}]", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /**
     * Returns the subject and expiry of a token; empty if the token is not valid for the caller.
     * The claims are checked first, because checking the signature is the most expensive step.
     */
    public Optional<Verified> verify(SignedJWT token, Jwt jwt) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Optional<Verified> verified = claimed(claims, jwt);
            return verified.isPresent() && isSigned(token, jwt) ? verified : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            LOG.debug("token is not good [{}]", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private Optional<Verified> claimed(JWTClaimsSet claims, Jwt jwt) throws ParseException {
        String subject = claims.getSubject();
        Date expiry = claims.getExpirationTime();
        Instant now = clock.instant();
        boolean isGood =
                jwt.issuer().equals(claims.getIssuer())
                        && claims.getAudience().contains(jwt.audience())
                        && subject != null
                        && !subject.isEmpty()
                        && jwt.accepts(subject)
                        && !jwt.denied().contains(subject)
                        && (claims.getJWTID() == null || !jwt.denied().contains(claims.getJWTID()))
                        && expiry != null
                        && now.isBefore(expiry.toInstant())
                        && isPast(claims.getNotBeforeTime(), now)
                        && isPast(claims.getIssueTime(), now);
        return isGood && subject != null && expiry != null
                ? Optional.of(new Verified(subject, expiry.toInstant()))
                : Optional.empty();
    }

    private static boolean isPast(@Nullable Date time, Instant now) {
        return time == null || !time.toInstant().isAfter(now.plus(SKEW));
    }

    private boolean isSigned(SignedJWT token, Jwt jwt) throws JOSEException {
        JWSHeader header = token.getHeader();
        JWSAlgorithm algorithm = header.getAlgorithm();
        if (!jwt.algorithms().contains(algorithm.getName())) {
            return false;
        }
        KeySet keys = keySets.computeIfAbsent(jwt.keys(), key -> new KeySet(key, fetch, clock));
        String keyId = header.getKeyID() == null ? "" : header.getKeyID();
        for (JWK key : keys.candidates(keyId)) {
            if (fits(key, algorithm) && verifies(token, header, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        return (key.getAlgorithm() == null
                        || key.getAlgorithm().getName().equals(algorithm.getName()))
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()));
    }

    private static boolean verifies(SignedJWT token, JWSHeader header, JWK key) {
        try {
            JWSVerifier verifier =
                    new DefaultJWSVerifierFactory()
                            .createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey());
            return token.verify(verifier);
        } catch (JOSEException e) {
            LOG.debug("key does not fit the token's algorithm [{}]", e.getClass().getSimpleName());
            return false;
        }
    }
}
