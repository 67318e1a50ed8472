package org.vexhost.console.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.web.SignedInCaller;

/**
 * The sessions of signed-in operators. A session ends after 30 minutes without use, and after 8
 * hours at the latest. It also ends when its caller is no longer an operator. Thread-safe.
 */
public final class SessionStore {

    /** The time after which an unused session ends. */
    public static final Duration MAX_IDLE = Duration.ofMinutes(30);

    /** The maximum lifetime of a session. */
    public static final Duration MAX_AGE = Duration.ofHours(8);

    /** The maximum number of sessions of all callers. */
    public static final int MAX_SESSIONS = 100;

    /** The maximum number of sessions of one caller; a new session replaces the oldest. */
    public static final int MAX_PER_CALLER = 10;

    private final InstantSource clock;

    /** The sessions by id. Guarded by itself. */
    private final Map<String, OperatorSession> sessions = new HashMap<>();

    /** Creates a store without sessions. */
    public SessionStore(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @return the session; empty if there are too many sessions
     */
    public Optional<OperatorSession> begin(SignedInCaller signedIn) {
        Instant now = clock.instant();
        OperatorSession made = new OperatorSession(signedIn, now);
        synchronized (sessions) {
            sessions.values().removeIf(each -> !isValid(each, now));
            String name = made.operator().name();
            if (ofCaller(name) >= MAX_PER_CALLER) {
                sessions.values().stream()
                        .filter(each -> each.operator().name().equals(name))
                        .min(Comparator.comparing(OperatorSession::begun))
                        .ifPresent(oldest -> sessions.remove(oldest.id()));
            }
            if (sessions.size() >= MAX_SESSIONS) {
                return Optional.empty();
            }
            sessions.put(made.id(), made);
        }
        return Optional.of(made);
    }

    private long ofCaller(String name) {
        return sessions.values().stream()
                .filter(each -> each.operator().name().equals(name))
                .count();
    }

    /**
     * Finds a session.
     *
     * @param id the value of the cookie
     * @param isUse whether a person made the request; an automatic refresh does not count as use
     */
    public Optional<OperatorSession> find(String id, boolean isUse) {
        Instant now = clock.instant();
        OperatorSession found;
        synchronized (sessions) {
            found = sessions.get(id);
            if (found == null || !isValid(found, now)) {
                sessions.remove(id);
                return Optional.empty();
            }
        }
        if (isUse) {
            found.use(now);
        }
        return Optional.of(found);
    }

    private static boolean isValid(OperatorSession session, Instant now) {
        return session.isOperator()
                && now.isBefore(session.used().plus(MAX_IDLE))
                && now.isBefore(session.begun().plus(MAX_AGE));
    }

    /** Ends the session with this id, if it exists. */
    public void end(String id) {
        synchronized (sessions) {
            sessions.remove(id);
        }
    }

    /**
     * Returns the number of sessions, including expired sessions that have not been removed yet.
     */
    public int size() {
        synchronized (sessions) {
            return sessions.size();
        }
    }
}
