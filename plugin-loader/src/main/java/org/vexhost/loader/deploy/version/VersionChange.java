package org.vexhost.loader.deploy.version;

import java.util.List;
import java.util.Objects;

/**
 * What an update that waits for approval would change.
 *
 * @param tool its name
 * @param fromVersion the version that was approved, or {@code none}
 * @param toVersion the version that waits
 * @param fromDigest the approved artifact, {@code none}, or {@code unknown} where an earlier
 *     release approved it
 * @param toDigest the artifact that waits
 * @param lines for people, one difference each, {@code +}, {@code -} or {@code ~} first:
 *     capabilities, imports, parameters, limits, description, ABI, arguments, determinism, module;
 *     safe to print
 */
public record VersionChange(
        String tool,
        String fromVersion,
        String toVersion,
        String fromDigest,
        String toDigest,
        List<String> lines) {
    /** Copies the lines. */
    public VersionChange {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(fromVersion, "fromVersion");
        Objects.requireNonNull(toVersion, "toVersion");
        Objects.requireNonNull(fromDigest, "fromDigest");
        Objects.requireNonNull(toDigest, "toDigest");
        lines = List.copyOf(lines);
    }
}
