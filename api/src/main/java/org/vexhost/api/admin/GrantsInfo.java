package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;

/**
 * What an operator granted to a name.
 *
 * @param artifact the artifact that the grants were given for; empty if they hold for none until
 *     approved
 * @since 1.0
 */
public record GrantsInfo(
        String tool, List<Grant> grants, Optional<String> artifact, Updates updates) {

    /** What happens to grants when the artifact changes. */
    public enum Updates {
        /** An update waits until an operator approves it. */
        APPROVE,
        /** Updates are trusted in advance. */
        TRUST
    }

    /** Checks that nothing is null, and copies the list. */
    public GrantsInfo {
        Objects.requireNonNull(tool, "tool");
        grants = List.copyOf(grants);
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(updates, "updates");
    }
}
