package org.vexhost.gateway.mcp.stdio;

import java.time.Instant;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;

/** The access of the host's own user: may call all tools, but may not administer the host. */
record LocalAccess(Caller caller) implements CallerAccess {

    @Override
    public boolean maySee(String tool) {
        return true;
    }

    @Override
    public boolean has(Role role) {
        return role == Role.CALL;
    }

    @Override
    public boolean isEnded() {
        return false;
    }

    @Override
    public Registration onEnd(Runnable callback) {
        return () -> {};
    }

    @Override
    public Optional<Instant> expiry() {
        return Optional.empty();
    }
}
