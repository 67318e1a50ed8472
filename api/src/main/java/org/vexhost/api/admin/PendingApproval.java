package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An update that waits for approval, and its changes.
 *
 * @param fromVersion the approved version; empty if there is none
 * @param toVersion the waiting version
 * @param fromDigest the approved artifact; empty if there is none, or an earlier release approved
 *     it
 * @param toDigest the waiting artifact
 * @param changes at least one
 * @since 1.0
 */
public record PendingApproval(
        String tool,
        Optional<String> fromVersion,
        String toVersion,
        Optional<String> fromDigest,
        String toDigest,
        List<Change> changes) {

    /** Checks that nothing is null, and copies the list. */
    public PendingApproval {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(fromVersion, "fromVersion");
        Objects.requireNonNull(toVersion, "toVersion");
        Objects.requireNonNull(fromDigest, "fromDigest");
        Objects.requireNonNull(toDigest, "toDigest");
        changes = List.copyOf(changes);
    }

    /**
     * One difference.
     *
     * @param subject what changed: a member of the descriptor, {@code module} or {@code import}
     * @param before the old value, safe to print; empty if it did not exist
     * @param after the new value, safe to print; empty if it no longer exists
     */
    public record Change(String subject, Optional<String> before, Optional<String> after) {
        /** Checks that nothing is null. */
        public Change {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }
}
