package org.vexhost.gateway.page;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.SignedInCaller;
import org.vexhost.api.web.TokenCheck;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;

/** Finds the caller that a token belongs to, in the same way as the gate does for a request. */
@Component
public final class CallerTokenCheck implements TokenCheck {

    private final CallerDirectory callers;

    /** Creates a check for the configured callers. */
    @Activate
    public CallerTokenCheck(@Reference CallerDirectory callers) {
        this.callers = callers;
    }

    @Override
    public Outcome check(String token, String address) {
        Recognition recognition =
                callers.recognise(new Credentials(Optional.of(token), Optional.empty(), address));
        if (recognition instanceof Recognition.Known known) {
            return new Known(new Access(known.access()));
        }
        return recognition instanceof Recognition.TooMany tooMany
                ? new Throttled(tooMany.seconds())
                : new Unknown();
    }

    /** The rights of a caller, in the form that other modules use. */
    private record Access(CallerAccess access) implements SignedInCaller {
        @Override
        public Caller caller() {
            return access.caller();
        }

        @Override
        public boolean has(Role role) {
            return access.has(role);
        }

        @Override
        public boolean maySee(String tool) {
            return access.maySee(tool);
        }

        @Override
        public boolean isEnded() {
            return access.isEnded();
        }
    }
}
