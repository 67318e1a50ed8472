package org.vexhost.gateway.mcp;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.gateway.caller.CallerKey;

/**
 * The sessions of clients that sent {@code initialize}. The number of sessions is limited. When the
 * limit is reached, the least recently used idle session of the same caller ends. Thread-safe.
 */
final class McpSessions {

    /** The largest number of sessions of one caller. */
    static final int MAX_PER_OWNER = 1_024;

    /** The largest number of sessions of all callers. */
    static final int MAX = 8_192;

    /** The time after which an unused session ends. */
    static final Duration MAX_IDLE = Duration.ofHours(1);

    private static final int ID_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final int maxPerOwner;
    private final int max;
    private final Map<String, McpSession> all = new LinkedHashMap<>();
    private final Map<CallerKey, Integer> counts = new LinkedHashMap<>();

    McpSessions() {
        this(MAX_PER_OWNER, MAX);
    }

    McpSessions(int maxPerOwner, int max) {
        this.maxPerOwner = maxPerOwner;
        this.max = max;
    }

    /**
     * Begins a session; empty if the limit is reached and none of the caller's sessions is idle.
     */
    Optional<McpSession> begin(Caller caller, String version) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        McpSession session = new McpSession(id, CallerKey.of(caller), version);
        Optional<McpSession> dropped = Optional.empty();
        synchronized (this) {
            int count = counts.getOrDefault(session.owner(), 0);
            if (count >= maxPerOwner || all.size() >= max) {
                dropped = oldest(session.owner());
                if (dropped.isEmpty()) {
                    return Optional.empty();
                }
                remove(dropped.get());
            }
            all.put(id, session);
            counts.merge(session.owner(), 1, Integer::sum);
        }
        dropped.ifPresent(McpSession::end);
        return Optional.of(session);
    }

    /** Finds a session of a caller. Returns empty for sessions of other callers. */
    synchronized Optional<McpSession> find(String id, Caller caller) {
        @Nullable McpSession session = all.get(id);
        if (session == null || !session.owner().equals(CallerKey.of(caller))) {
            return Optional.empty();
        }
        session.touch();
        return Optional.of(session);
    }

    /** Ends a session. */
    void end(McpSession session) {
        synchronized (this) {
            remove(session);
        }
        session.end();
    }

    /** Ends sessions that have been unused for too long. */
    void expire(long nowNanos) {
        List<McpSession> old;
        synchronized (this) {
            old =
                    all.values().stream()
                            .filter(each -> nowNanos - each.usedNanos() > MAX_IDLE.toNanos())
                            .filter(each -> !each.isBusy())
                            .toList();
            old.forEach(this::remove);
        }
        old.forEach(McpSession::end);
    }

    /** Ends all sessions. */
    void close() {
        List<McpSession> sessions;
        synchronized (this) {
            sessions = List.copyOf(all.values());
            all.clear();
            counts.clear();
        }
        sessions.forEach(McpSession::end);
    }

    private Optional<McpSession> oldest(CallerKey owner) {
        long now = System.nanoTime();
        return all.values().stream()
                .filter(each -> each.owner().equals(owner) && !each.isBusy())
                .max(Comparator.comparingLong(each -> now - each.usedNanos()));
    }

    private void remove(McpSession session) {
        if (all.remove(session.id()) != null) {
            counts.computeIfPresent(
                    session.owner(), (owner, count) -> count == 1 ? null : count - 1);
        }
    }
}
