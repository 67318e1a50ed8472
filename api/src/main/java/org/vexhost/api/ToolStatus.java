package org.vexhost.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of one artifact at one moment. An artifact is a set of files in the tools folder, or a
 * tool of a bundle.
 *
 * @param tool the tool's name; if the artifact could not be read, a guess from its file name
 * @param artifact the artifact, for people: a path below the tools folder, or a bundle; safe to
 *     print
 * @param state the state of the artifact's newest version
 * @param since the time at which the artifact entered this state
 * @param reason the reason why the artifact is in this state; empty for {@link ToolState#ACTIVE};
 *     safe to print
 * @param version the newest version, if known, which need not be the serving version
 * @param servingVersion the version that serves calls; empty if no version does
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
