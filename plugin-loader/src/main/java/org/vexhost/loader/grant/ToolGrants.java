package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;

/**
 * What an operator granted to one tool.
 *
 * @param grants all of it
 * @param sha256 the module it was given for, 64 lower-case hexadecimal digits; empty in a file
 *     written by hand that names none: then it holds for no module until approved
 * @param follow whether it holds for every later version as well
 */
public record ToolGrants(Grants grants, Optional<String> sha256, Follow follow) {

    /** Nothing was granted. */
    public static final ToolGrants NONE =
            new ToolGrants(Grants.none(), Optional.empty(), Follow.APPROVE_UPDATES);

    /** What happens to the grants when the module changes. */
    public enum Follow {
        /** An update waits until an operator approves it. */
        APPROVE_UPDATES,
        /** Updates are trusted in advance. */
        TRUST_UPDATES
    }

    /** Checks that nothing is null. */
    public ToolGrants {
        Objects.requireNonNull(grants, "grants");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(follow, "follow");
    }

    /** The same without some. */
    ToolGrants without(List<? extends Grant> some) {
        List<Grant> left = new ArrayList<>(grants.all());
        left.removeAll(some);
        return new ToolGrants(Grants.of(left), sha256, follow);
    }

    /** Whether this allows nothing that {@code other} does not. */
    boolean isWithin(ToolGrants other) {
        return other.grants().all().containsAll(grants.all())
                && sha256.equals(other.sha256())
                && follow == other.follow();
    }

    /** Whether the grants hold for a module. */
    public boolean holdFor(String moduleSha256) {
        return follow == Follow.TRUST_UPDATES || sha256.filter(moduleSha256::equals).isPresent();
    }
}
