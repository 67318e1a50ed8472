package org.vexhost.gateway.mcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.mcp.core.RequestScope;

/** A client that introduced itself by {@code initialize}. Thread-safe. */
final class McpSession {

    private final String id;
    private final Owner owner;
    private final String version;
    private final RequestScope scope = new RequestScope();
    private volatile long usedNanos = System.nanoTime();
    private @Nullable EventStream stream;
    private boolean hasEnded;

    /** To whom a session belongs: the address that a caller has may be another one each time. */
    record Owner(Caller.Kind kind, String name) {

        static Owner of(Caller caller) {
            return new Owner(caller.kind(), caller.name());
        }
    }

    McpSession(String id, Owner owner, String version) {
        this.id = id;
        this.owner = owner;
        this.version = version;
    }

    String id() {
        return id;
    }

    Owner owner() {
        return owner;
    }

    /** The revision that was agreed on. */
    String version() {
        return version;
    }

    /** The requests that are not answered yet. */
    RequestScope scope() {
        return scope;
    }

    /** When it was last used, on the monotonic clock. */
    long usedNanos() {
        return usedNanos;
    }

    void touch() {
        usedNanos = System.nanoTime();
    }

    /** Whether a client waits for something. */
    synchronized boolean isBusy() {
        return scope.isBusy() || (stream != null && !stream.isClosed());
    }

    /** Takes the stream for what is not an answer; one that it had ends. */
    void attach(EventStream next) {
        Optional<EventStream> old;
        synchronized (this) {
            old = Optional.ofNullable(hasEnded ? next : stream);
            stream = hasEnded ? null : next;
        }
        old.ifPresent(EventStream::close);
    }

    /** Ends it: nobody waits for what runs. */
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
