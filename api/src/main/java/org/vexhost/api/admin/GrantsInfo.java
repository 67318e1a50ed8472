package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;

/**
 * The grants of one tool name.
 *
 * @param artifact the artifact that the grants apply to; empty if they apply to none until an
 *     approval
 * @param moduleSha256 the SHA-256 of the module that the grants apply to if an earlier release
 *     saved them, 64 hexadecimal digits; empty if {@code artifact} is set
 * @param updates what happens to the grants when the artifact changes
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

    /** What happens to grants when the artifact changes. */
    public enum Updates {
        /** An update waits until an operator approves it. */
        APPROVE,
        /** Updates are trusted in advance. */
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
