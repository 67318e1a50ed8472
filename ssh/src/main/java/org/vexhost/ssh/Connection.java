package org.vexhost.ssh;

import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.ssh.key.AuthorizedKey;

/** What is known about one connection. Thread-safe. */
final class Connection {

    private static final AttributeKey<Connection> KEY = new AttributeKey<>();
    private static final int MAX_USER = 64;

    private final String address;
    private int failures;
    private String user = "";
    private String offered = "";
    private String reason = "";
    private @Nullable AuthorizedKey key;
    private boolean isSignedIn;
    private int missing;

    Connection(String address) {
        this.address = address;
    }

    void attach(Session session) {
        session.setAttribute(KEY, this);
    }

    /** Returns the connection of a session; null before its creation was announced. */
    static @Nullable Connection of(Session session) {
        return session.getAttribute(KEY);
    }

    String address() {
        return address;
    }

    /**
     * Remembers the key that the client offers.
     *
     * @param found null if it is not authorized
     */
    synchronized void offer(String name, String fingerprint, @Nullable AuthorizedKey found) {
        user = MessageText.escape(name, MAX_USER);
        offered = fingerprint;
        key = found;
    }

    /** Counts a failed attempt, and returns the number of attempts. */
    synchronized int fail() {
        return ++failures;
    }

    synchronized int failures() {
        return failures;
    }

    /**
     * Marks the connection as signed in with the key that was offered last.
     *
     * @return false if no authorized key was offered
     */
    synchronized boolean signIn() {
        isSignedIn = key != null;
        return isSignedIn;
    }

    synchronized boolean isSignedIn() {
        return isSignedIn;
    }

    synchronized String user() {
        return user;
    }

    /** The fingerprint of the key that was offered last; a dash if none was. */
    synchronized String offered() {
        return offered.isEmpty() ? "-" : offered;
    }

    /** Counts how often in a row the key was not authorized any more. */
    synchronized int keyIs(boolean authorized) {
        missing = authorized ? 0 : missing + 1;
        return missing;
    }

    /** Sets why the host ends the connection. */
    synchronized void endsBecause(String why) {
        reason = why;
    }

    synchronized String reason() {
        return reason;
    }

    /** The caller whom the audit log names. Only for a connection that is signed in. */
    synchronized Caller caller() {
        AuthorizedKey known = key;
        if (known == null) {
            throw new IllegalStateException("connection is not signed in");
        }
        return Caller.user(known.name()).with("key", known.fingerprint()).with("address", address);
    }
}
