package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An update that waits for an operator, and what it would change.
 *
 * @param fromVersion the version that was approved; empty if none was
 * @param toVersion the version that waits
 * @param fromDigest the approved artifact; empty if none was, or an earlier release approved it
 * @param toDigest the artifact that waits
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
     * @param subject what changed: a member of the descriptor, or {@code module} or {@code import}
     * @param before how it was, safe to print; empty if it was not there
     * @param after how it is, safe to print; empty if it is gone
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
