package org.vexhost.ssh;

import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;

/** Records sign-ins in the audit log and the host's log. */
final class SignInAudit {

    private static final Logger LOG = LoggerFactory.getLogger(SignInAudit.class);

    private final Supplier<AuditTrail> trail;

    SignInAudit(Supplier<AuditTrail> trail) {
        this.trail = trail;
    }

    void signedIn(Caller caller, String user) {
        LOG.info("'{}' signed in by SSH [{}]", caller.name(), caller.attributes());
        note(caller, "ssh.signin", Map.of("user", user));
    }

    void signedOut(Caller caller, String why) {
        note(caller, "ssh.signout", why.isEmpty() ? Map.of() : Map.of("reason", why));
    }

    /**
     * Records a connection that tried to sign in, and failed.
     *
     * @param failures the refused sign-ins of the address in this minute
     */
    void refused(String address, String user, String fingerprint, int failures) {
        LOG.warn(
                "sign-in by SSH was refused [user '{}', key {}, address {}, refusal {} in this minute]",
                user,
                fingerprint,
                address,
                failures);
        note(
                Caller.of(Caller.Kind.ANONYMOUS, "ssh").with("address", address),
                "ssh.refused",
                Map.of("user", user, "key", fingerprint));
    }

    private void note(Caller who, String action, Map<String, String> facts) {
        try {
            trail.get().note(who, action, facts);
        } catch (RuntimeException e) {
            LOG.warn("'{}' cannot be recorded", action, e);
        }
    }
}
