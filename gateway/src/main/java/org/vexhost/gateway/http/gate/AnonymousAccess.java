package org.vexhost.gateway.http.gate;

import java.time.Instant;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;

/**
 * The access of callers without credentials. If the operator allows it, anonymous callers on this
 * machine may call tools.
 */
public enum AnonymousAccess implements CallerAccess {
    /** May list and call tools. */
    INSTANCE(Caller.of(Caller.Kind.ANONYMOUS, "local")),
    /** May do nothing. Used for routes that do not require a caller. */
    NOBODY(Caller.of(Caller.Kind.ANONYMOUS, "nobody"));

    @SuppressWarnings("ImmutableEnumChecker") // It is; the api has no annotations of this kind.
    private final Caller caller;

    AnonymousAccess(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean maySee(String tool) {
        return this == INSTANCE;
    }

    @Override
    public boolean has(Role role) {
        return this == INSTANCE && role == Role.CALL;
    }

    @Override
    public boolean isEnded() {
        return false;
    }

    @Override
    public Optional<Instant> expiry() {
        return Optional.empty();
    }

    @Override
    public Registration onEnd(Runnable callback) {
        return () -> {};
    }
}
