package org.vexhost.gateway.caller.book;

import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.caller.file.CallerSettings;
import org.vexhost.gateway.caller.file.CallerSettings.Certificate;
import org.vexhost.gateway.caller.file.CallerSettings.Jwt;
import org.vexhost.gateway.caller.file.CallerSettings.Token;
import org.vexhost.gateway.caller.jwt.JwtVerifier;
import org.vexhost.gateway.caller.jwt.JwtVerifier.Verified;

/**
 * The directory of the callers that are configured now. Only looking up signed tokens takes a lock.
 * Thread-safe.
 */
final class CallerBook implements CallerDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(CallerBook.class);
    private static final int MAX_TOKEN_LENGTH = 16 * 1024;
    private static final int MAX_CACHED = 10_000;
    private static final Duration MAX_CACHE_TIME = Duration.ofSeconds(60);

    private final JwtVerifier verifier;
    private final InstantSource clock;
    private final FailureThrottle throttle;
    private final Expiries expiries = new Expiries();
    private volatile Index index = Index.of(Map.of(), Map.of());

    /** The signed tokens that were checked, by hash, oldest first; guarded by itself. */
    private final Map<String, Cached> checked =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
                    return size() > MAX_CACHED;
                }
            };

    private record Cached(CallerAccess access, Instant until) {}

    /** Finds callers by name or by credential. */
    private record Index(
            Map<String, CallerEntry> byName,
            Map<String, CallerEntry> byHash,
            Map<String, CallerEntry> bySubject,
            List<CallerEntry> signed,
            Map<String, String> problems) {

        static Index of(Map<String, CallerEntry> entries, Map<String, String> unreadable) {
            Map<String, CallerEntry> byName = new TreeMap<>();
            Map<String, CallerEntry> byHash = new HashMap<>();
            Map<String, CallerEntry> bySubject = new HashMap<>();
            Map<String, String> problems = new TreeMap<>(unreadable);
            new TreeMap<>(entries)
                    .forEach(
                            (name, entry) -> {
                                CallerEntry other = null;
                                if (entry.settings().method() instanceof Token token) {
                                    other = byHash.putIfAbsent(token.sha256(), entry);
                                } else if (entry.settings().method() instanceof Certificate cert) {
                                    other = bySubject.putIfAbsent(cert.subject(), entry);
                                }
                                if (other == null) {
                                    byName.put(name, entry);
                                } else {
                                    problems.put(
                                            name,
                                            "has the same %s as '%s'"
                                                    .formatted(
                                                            entry.settings().method().word(),
                                                            other.name()));
                                }
                            });
            return new Index(
                    byName,
                    byHash,
                    bySubject,
                    byName.values().stream()
                            .filter(entry -> entry.settings().method() instanceof Jwt)
                            .toList(),
                    problems);
        }
    }

    CallerBook(JwtVerifier verifier, InstantSource clock, LongSupplier nanoTime) {
        this.verifier = verifier;
        this.clock = clock;
        this.throttle = new FailureThrottle(nanoTime);
    }

    /**
     * Replaces all callers. Unchanged callers keep their access; the access of all other callers
     * ends.
     *
     * @param problems reasons why files cannot be used, by the caller's name
     */
    synchronized void replace(Map<String, CallerSettings> settings, Map<String, String> problems) {
        Map<String, CallerEntry> before = index.byName;
        Map<String, CallerEntry> entries = new TreeMap<>();
        settings.forEach(
                (name, said) -> {
                    CallerEntry old = before.get(name);
                    entries.put(
                            name,
                            old != null && old.settings().equals(said)
                                    ? old
                                    : new CallerEntry(name, said));
                });
        Index next = Index.of(entries, problems);
        index = next;
        Set<CallerEntry> stay = new HashSet<>(next.byName.values());
        before.values().stream().filter(entry -> !stay.contains(entry)).forEach(CallerEntry::end);
        verifier.retain(
                next.signed.stream()
                        .map(entry -> ((Jwt) entry.settings().method()).keys())
                        .collect(Collectors.toSet()));
        synchronized (checked) {
            checked.values().removeIf(cached -> cached.access.isEnded());
        }
    }

    /** Ends the access of callers whose tokens have expired. */
    void tick() {
        expiries.run(clock.instant());
    }

    /** Whether a token expires within some time. */
    boolean expiresWithin(Duration time) {
        return expiries.areDue(clock.instant().plus(time));
    }

    /** Sets what is called, on any thread, when a token expires earlier than all others. */
    void onEarlierExpiry(Runnable callback) {
        expiries.onEarlier(callback);
    }

    Optional<CallerEntry> entry(String name) {
        return Optional.ofNullable(index.byName.get(name));
    }

    Map<String, CallerEntry> entries() {
        return index.byName;
    }

    /** The reasons why files cannot be used, by the caller's name. */
    Map<String, String> problems() {
        return index.problems;
    }

    @Override
    public Optional<CallerAccess> named(String name) {
        return entry(name).map(CallerEntry::access);
    }

    @Override
    public boolean isConfigured() {
        Index now = index;
        return !now.byName.isEmpty() || !now.problems.isEmpty();
    }

    @Override
    public List<String> issuers() {
        return index.signed.stream()
                .map(entry -> ((Jwt) entry.settings().method()).issuer())
                .distinct()
                .toList();
    }

    @Override
    public Recognition recognise(Credentials credentials) {
        Index now = index;
        if (credentials.token().isPresent()) {
            String token = credentials.token().get();
            return token.length() > MAX_TOKEN_LENGTH
                    ? refuse(credentials)
                    : byToken(now, token, credentials);
        }
        if (credentials.certificate().isPresent()) {
            CallerEntry entry = now.bySubject.get(credentials.certificate().get());
            return entry == null ? refuse(credentials) : new Recognition.Known(entry.access());
        }
        return new Recognition.Nothing();
    }

    private Recognition byToken(Index now, String token, Credentials credentials) {
        String hash = CallerTokens.hash(token);
        CallerEntry entry = now.byHash.get(hash);
        if (entry != null
                && entry.settings().method() instanceof Token known
                && CallerTokens.isSame(known.sha256(), hash)) {
            return new Recognition.Known(entry.access());
        }
        if (now.signed.isEmpty()) {
            return refuse(credentials);
        }
        return signedBefore(hash)
                .or(() -> mayCheck(credentials) ? signed(now, hash, token) : Optional.empty())
                .<Recognition>map(Recognition.Known::new)
                .orElseGet(() -> refuse(credentials));
    }

    private boolean mayCheck(Credentials credentials) {
        return throttle.waitSeconds(credentials.address()) == 0;
    }

    private Optional<CallerAccess> signedBefore(String hash) {
        synchronized (checked) {
            Cached cached = checked.get(hash);
            if (cached == null) {
                return Optional.empty();
            }
            if (cached.access.isEnded() || !clock.instant().isBefore(cached.until)) {
                checked.remove(hash);
                return Optional.empty();
            }
            return Optional.of(cached.access);
        }
    }

    private Optional<CallerAccess> signed(Index now, String hash, String token) {
        Optional<SignedJWT> parsed = JwtVerifier.parse(token);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        for (CallerEntry entry : now.signed) {
            Jwt jwt = (Jwt) entry.settings().method();
            Optional<Verified> verified = verifier.verify(parsed.get(), jwt);
            if (verified.isPresent()) {
                CallerAccess access =
                        entry.accessOf(
                                verified.get().subject(), verified.get().expiry(), clock, expiries);
                synchronized (checked) {
                    checked.put(hash, new Cached(access, clock.instant().plus(MAX_CACHE_TIME)));
                }
                return Optional.of(access);
            }
        }
        return Optional.empty();
    }

    private Recognition refuse(Credentials credentials) {
        long wait = throttle.waitSeconds(credentials.address());
        if (wait > 0) {
            return new Recognition.TooMany(wait);
        }
        int failures = throttle.fail(credentials.address());
        if (failures == 1 || failures == FailureThrottle.MAX_FAILURES) {
            LOG.warn(
                    "authentication failed {} [address {}, failure {} in this minute]",
                    credentials.token().isPresent() ? "by token" : "by certificate",
                    credentials.address(),
                    failures);
        }
        return new Recognition.Refused();
    }
}
