package org.vexhost.gateway.mcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.gateway.caller.CallerKey;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.mcp.core.RequestScope;

/** The session of a client that sent {@code initialize}. Thread-safe. */
final class McpSession {

    private final String id;
    private final CallerKey owner;
    private final String version;
    private final RequestScope scope = new RequestScope();
    private volatile long usedNanos = System.nanoTime();
    private @Nullable EventStream stream;
    private boolean hasEnded;

    McpSession(String id, CallerKey owner, String version) {
        this.id = id;
        this.owner = owner;
        this.version = version;
    }

    String id() {
        return id;
    }

    CallerKey owner() {
        return owner;
    }

    /** The revision of the protocol that client and host agreed on. */
    String version() {
        return version;
    }

    /** The requests that have no response yet. */
    RequestScope scope() {
        return scope;
    }

    /** When the session was last used, on the monotonic clock. */
    long usedNanos() {
        return usedNanos;
    }

    void touch() {
        usedNanos = System.nanoTime();
    }

    /** Whether the client waits for a response or has an open stream. */
    synchronized boolean isBusy() {
        return scope.isBusy() || (stream != null && !stream.isClosed());
    }

    /** Sets the stream for messages that are not responses, and closes the previous stream. */
    void attach(EventStream next) {
        Optional<EventStream> old;
        synchronized (this) {
            old = Optional.ofNullable(hasEnded ? next : stream);
            stream = hasEnded ? null : next;
        }
        old.ifPresent(EventStream::close);
    }

    /** Ends the session, and cancels its running requests. */
    void end() {
        Optional<EventStream> old;
        synchronized (this) {
            hasEnded = true;
            old = Optional.ofNullable(stream);
            stream = null;
        }
        old.ifPresent(EventStream::close);
        scope.cancelAll();
    }
}
