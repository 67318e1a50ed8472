package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;

/**
 * The grants of one tool name.
 *
 * @param artifact the digest of the artifact to which the grants apply; empty if they apply to no
 *     artifact until an approval
 * @param moduleSha256 for grants that an earlier release of the host saved: the SHA-256 of the
 *     module to which they apply, 64 hexadecimal digits. Empty if {@code artifact} is set
 * @param updates the policy for the grants when the artifact changes
 * @param warnings one line for each grant that has no effect; safe to print
 * @since 1.0
 */
public record GrantsInfo(
        String tool,
        List<Grant> grants,
        Optional<String> artifact,
        Optional<String> moduleSha256,
        Updates updates,
        List<String> warnings) {

    /** The policy for grants when the artifact changes. */
    public enum Updates {
        /** An update does not serve until an operator approves it. */
        APPROVE,
        /** Updates get the grants without an approval. */
        TRUST
    }

    /** Checks that nothing is null, and copies the lists. */
    public GrantsInfo {
        Objects.requireNonNull(tool, "tool");
        grants = List.copyOf(grants);
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(moduleSha256, "moduleSha256");
        Objects.requireNonNull(updates, "updates");
        warnings = List.copyOf(warnings);
    }
}
