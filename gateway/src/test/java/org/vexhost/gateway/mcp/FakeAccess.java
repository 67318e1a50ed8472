package org.vexhost.gateway.mcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;

/** A caller that sees what a test says. */
public final class FakeAccess implements CallerAccess {

    private final Caller caller;
    private final Predicate<String> visible;
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean hasEnded;

    /** A client that sees everything. */
    public FakeAccess(String name) {
        this(name, tool -> true);
    }

    /** A client that sees some tools. */
    public FakeAccess(String name, Predicate<String> visible) {
        this(Caller.of(Caller.Kind.CLIENT, name), visible);
    }

    private FakeAccess(Caller caller, Predicate<String> visible) {
        this.caller = caller;
        this.visible = visible;
    }

    /** One of the people who share a caller's file. */
    static FakeAccess ofSubject(String name, String subject) {
        return new FakeAccess(
                Caller.of(Caller.Kind.CLIENT, name).with("subject", subject), tool -> true);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean maySee(String tool) {
        return visible.test(tool);
    }

    @Override
    public boolean has(Role role) {
        return role == Role.CALL;
    }

    @Override
    public synchronized boolean isEnded() {
        return hasEnded;
    }

    @Override
    public synchronized Registration onEnd(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }

    @Override
    public Optional<Instant> expiry() {
        return Optional.empty();
    }

    /** The operator takes it back. */
    public void end() {
        List<Runnable> all;
        synchronized (this) {
            hasEnded = true;
            all = List.copyOf(callbacks);
        }
        all.forEach(Runnable::run);
    }
}
