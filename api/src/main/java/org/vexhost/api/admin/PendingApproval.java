package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An update that waits for approval, and the changes that it makes.
 *
 * @param fromVersion the approved version; empty if there is no approved version
 * @param toVersion the waiting version
 * @param fromDigest the digest of the approved artifact; empty if there is no approved artifact, or
 *     if it was approved in an earlier release of the host
 * @param toDigest the digest of the waiting artifact
 * @param changes the changes; at least one
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
     * One difference between the approved and the waiting artifact.
     *
     * @param subject what changed: a member of the descriptor, {@code module} or {@code import}
     * @param before the old value, safe to print; empty if the subject did not exist
     * @param after the new value, safe to print; empty if the subject no longer exists
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
