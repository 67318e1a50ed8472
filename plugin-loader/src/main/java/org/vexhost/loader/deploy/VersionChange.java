package org.vexhost.loader.deploy;

import java.util.List;
import java.util.Objects;

/**
 * What an update that waits for approval would change.
 *
 * @param tool its name
 * @param fromVersion the version that was approved, or {@code none}
 * @param toVersion the version that waits
 * @param fromSha256 the approved module, or {@code none}
 * @param toSha256 the module that waits
 * @param lines for people, one difference each, {@code +}, {@code -} or {@code ~} first:
 *     capabilities, imports, parameters, limits, description, ABI; safe to print
 */
public record VersionChange(
        String tool,
        String fromVersion,
        String toVersion,
        String fromSha256,
        String toSha256,
        List<String> lines) {
    /** Copies the lines. */
    public VersionChange {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(fromVersion, "fromVersion");
        Objects.requireNonNull(toVersion, "toVersion");
        Objects.requireNonNull(fromSha256, "fromSha256");
        Objects.requireNonNull(toSha256, "toSha256");
        lines = List.copyOf(lines);
    }
}
