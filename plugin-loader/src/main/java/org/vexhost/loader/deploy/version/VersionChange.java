package org.vexhost.loader.deploy.version;

import java.util.List;
import java.util.Objects;

/**
 * The changes that an update makes if it is approved.
 *
 * @param tool the tool's name
 * @param fromVersion the approved version, or {@code none}
 * @param toVersion the waiting version
 * @param fromDigest the digest of the approved artifact, or {@code none}; {@code unknown} if an
 *     earlier release approved it
 * @param toDigest the digest of the waiting artifact
 * @param lines one difference each, starting with {@code +}, {@code -} or {@code ~}: capabilities,
 *     imports, parameters, limits, description, ABI, arguments, determinism, module; safe to print
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
