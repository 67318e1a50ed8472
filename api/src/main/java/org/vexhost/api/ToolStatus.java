package org.vexhost.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of one artifact at one moment: of files in the tools folder, or of a tool of a bundle.
 *
 * @param tool the tool's name; where the artifact could not be read, a guess from its file's name
 * @param artifact what it is, for people: a path below the tools folder, or a bundle; safe to print
 * @param state where its newest version stands
 * @param since when it came into this state
 * @param reason why it is in this state; empty for {@link ToolState#ACTIVE}; safe to print
 * @param version the newest version, where it is known; not always the one that serves
 * @param servingVersion the version that answers calls; empty if none does
 * @since 1.0
 */
public record ToolStatus(
        String tool,
        String artifact,
        ToolState state,
        Instant since,
        String reason,
        Optional<String> version,
        Optional<String> servingVersion) {

    /** Checks that nothing is null. */
    public ToolStatus {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(servingVersion, "servingVersion");
    }
}
