package org.vexhost.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.ssh.key.AuthorizedKey;
import org.vexhost.ssh.key.AuthorizedKeys;

/**
 * Decides who may connect and sign in, and ends connections whose key was removed. No method waits
 * for a client. Thread-safe.
 */
final class SignIns implements PublickeyAuthenticator, SessionListener {

    /** The failed attempts after which a connection is closed. */
    static final int MAX_ATTEMPTS = 3;

    /** The maximum number of connections that are not signed in. */
    static final int MAX_WAITING = 32;

    /** The maximum number of connections from one address that are not signed in. */
    static final int MAX_WAITING_OF_ADDRESS = 8;

    /**
     * A key counts as removed if two checks in a row do not find it: an editor may write a file in
     * two steps.
     */
    private static final int MAX_MISSING = 2;

    private static final long WARN_PAUSE_NANOS = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final AuthorizedKeys keys;
    private final SignInThrottle throttle;
    private final SignInAudit audit;
    private final int maxSessions;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private long warnedNanos = System.nanoTime() - WARN_PAUSE_NANOS;

    SignIns(AuthorizedKeys keys, SignInThrottle throttle, SignInAudit audit, int maxSessions) {
        this.keys = keys;
        this.throttle = throttle;
        this.audit = audit;
        this.maxSessions = maxSessions;
    }

    @Override
    public void sessionCreated(Session session) {
        String address = text(session.getRemoteAddress());
        new Connection(address).attach(session);
        boolean hasRoom;
        synchronized (this) {
            hasRoom =
                    waiting(Optional.empty()) < MAX_WAITING
                            && waiting(Optional.of(address)) < MAX_WAITING_OF_ADDRESS;
            if (hasRoom) {
                sessions.add(session);
            }
        }
        if (!hasRoom) {
            warn("too many connections by SSH are not signed in, the latest is closed", address);
            session.close(true);
        }
    }

    private long waiting(Optional<String> address) {
        return sessions.stream()
                .map(Connection::of)
                .filter(each -> each != null && !each.isSignedIn())
                .filter(each -> address.isEmpty() || each.address().equals(address.get()))
                .count();
    }

    private static String text(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }

    /** Whether a key may sign in. The client has perhaps not proved yet that it has the key. */
    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        Connection connection = Connection.of(session);
        if (connection == null) {
            return false;
        }
        try {
            String fingerprint = KeyUtils.getFingerPrint(key);
            Optional<AuthorizedKey> found = keys.find(fingerprint);
            connection.offer(user, fingerprint, found.orElse(null));
            return found.isPresent();
        } catch (RuntimeException e) {
            LOG.warn("a key cannot be checked", e);
            connection.offer(user, "-", null);
            return false;
        }
    }

    /**
     * Counts a failed attempt to sign in.
     *
     * @return whether the client may try again; otherwise its connection is being closed
     */
    boolean mayTryAgain(Session session) throws IOException {
        Connection connection = Connection.of(session);
        if (connection == null) {
            session.close(true);
            return false;
        }
        int failures = connection.fail();
        long wait = throttle.waitSeconds(connection.address());
        if (wait > 0) {
            session.disconnect(
                    SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                    "too many failed sign-ins; try again in %d s".formatted(wait));
            return false;
        }
        if (failures >= MAX_ATTEMPTS) {
            session.disconnect(
                    SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                    "no authorized key in %d attempts".formatted(MAX_ATTEMPTS));
            return false;
        }
        return true;
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event != Event.Authenticated) {
            return;
        }
        Connection connection = Connection.of(session);
        boolean hasRoom;
        synchronized (this) {
            hasRoom = signedIn() < maxSessions;
            if (connection == null || !hasRoom || !connection.signIn()) {
                hasRoom = false;
            }
        }
        if (connection == null || !hasRoom) {
            end(session, "host exceeded the maximum of %d SSH sessions".formatted(maxSessions));
            return;
        }
        audit.signedIn(connection.caller(), connection.user());
    }

    private long signedIn() {
        return sessions.stream()
                .map(Connection::of)
                .filter(each -> each != null && each.isSignedIn())
                .count();
    }

    @Override
    public void sessionClosed(Session session) {
        if (!sessions.remove(session)) {
            return;
        }
        Connection connection = Connection.of(session);
        if (connection == null) {
            return;
        }
        if (connection.isSignedIn()) {
            audit.signedOut(connection.caller(), connection.reason());
        } else if (connection.failures() > 0 && throttle.waitSeconds(connection.address()) == 0) {
            audit.refused(
                    connection.address(),
                    connection.user(),
                    connection.offered(),
                    throttle.fail(connection.address()));
        }
    }

    /** Ends the connections whose key may not sign in any more. */
    void check() {
        for (Session session : sessions) {
            Connection connection = Connection.of(session);
            if (connection != null && connection.isSignedIn()) {
                boolean isAuthorized = keys.find(connection.offered()).isPresent();
                if (connection.keyIs(isAuthorized) == MAX_MISSING) {
                    end(session, "key is not authorized any more");
                }
            }
        }
    }

    /** Ends all connections. Those that are signed in are told why. */
    void endAll(String why) {
        for (Session session : sessions) {
            Connection connection = Connection.of(session);
            if (connection != null && connection.isSignedIn()) {
                end(session, why);
            } else {
                session.close(true);
            }
        }
    }

    /** Whether no connection is open. */
    boolean isEmpty() {
        return sessions.isEmpty();
    }

    private static void end(Session session, String why) {
        Connection connection = Connection.of(session);
        if (connection != null) {
            connection.endsBecause(why);
        }
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
        } catch (IOException | RuntimeException e) {
            LOG.debug("client was not told why it is disconnected", e);
            session.close(true);
        }
    }

    private synchronized void warn(String text, String address) {
        long now = System.nanoTime();
        if (now - warnedNanos > WARN_PAUSE_NANOS) {
            warnedNanos = now;
            LOG.warn("{} [address {}]", text, address);
        }
    }
}
