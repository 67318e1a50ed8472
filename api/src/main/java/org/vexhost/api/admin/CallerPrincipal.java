package org.vexhost.api.admin;

import java.security.Principal;
import java.util.Objects;
import org.vexhost.api.Caller;

/**
 * The user of a shell session who is not a user of the operating system. Commands take the caller
 * from it; a script cannot create one.
 *
 * @param caller who signed in
 * @since 1.0
 */
public record CallerPrincipal(Caller caller) implements Principal {

    /** Checks that nothing is null. */
    public CallerPrincipal {
        Objects.requireNonNull(caller, "caller");
    }

    @Override
    public String getName() {
        return caller.name();
    }

    /** Returns the caller that a principal stands for: itself, or a user of that name. */
    public static Caller callerOf(Principal principal) {
        return principal instanceof CallerPrincipal known
                ? known.caller()
                : Caller.user(principal.getName());
    }
}
