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
 * @param moduleSha256 the module that an earlier release gave them for, 64 hexadecimal digits;
 *     empty beside an artifact
 * @param updates what happens to them when the artifact changes
 * @param warnings one line for each grant that gives the tool nothing; safe to print
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
