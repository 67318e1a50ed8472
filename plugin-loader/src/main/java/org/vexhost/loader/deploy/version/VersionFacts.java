package org.vexhost.loader.deploy.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vexhost.api.Capability;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedItem;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.descriptor.ToolDescriptor.Start;
import org.vexhost.loader.json.CutText;
import org.vexhost.loader.json.JsonLines;

/**
 * The facts that an operator reviews before approving a version, one line each: requests, imports,
 * limits, parameters and descriptions. If two versions differ in such a fact, their lines differ.
 *
 * @param version the version
 * @param digest the digest of its artifact; {@code unknown} if an earlier release approved it
 * @param moduleSha256 the digest of its module
 * @param lines sorted; safe to print
 */
public record VersionFacts(String version, String digest, String moduleSha256, List<String> lines) {

    private static final int MAX_LINES = 2_000;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_ARGUMENT = 1_000;
    private static final VersionFacts NONE = new VersionFacts("none", "none", "none", List.of());

    public VersionFacts {
        lines = List.copyOf(lines);
    }

    public static VersionFacts of(ToolVersion version) {
        Set<String> lines = new TreeSet<>();
        RequestedCapabilities requested = version.requested();
        for (Capability capability : requested.kinds()) {
            lines.add("capability " + capability.key());
        }
        for (RequestedItem item : requested.items()) {
            lines.add("capability %s %s".formatted(item.capability().key(), item.text()));
        }
        version.imports().forEach(each -> lines.add("import " + each));
        for (Limit limit : Limit.values()) {
            lines.add("limit %s %d".formatted(limit.key(), limit.in(version.limits())));
        }
        for (String line : JsonLines.of(version.definition().parameters(), MAX_LINES)) {
            lines.add("parameters " + line);
        }
        version.definition()
                .outputSchema()
                .ifPresent(
                        schema ->
                                JsonLines.of(schema, MAX_LINES)
                                        .forEach(line -> lines.add("outputSchema " + line)));
        version.definition().title().ifPresent(title -> lines.add("title " + title));
        // Models read the description, as they read the parameters.
        lines.add(
                "description "
                        + CutText.escape(version.definition().description(), MAX_DESCRIPTION));
        version.descriptor()
                .ifPresent(
                        descriptor -> {
                            lines.add("abi " + descriptor.abi().key());
                            addArgs(descriptor.args(), lines);
                            descriptor
                                    .module()
                                    .ifPresent(
                                            file ->
                                                    lines.add(
                                                            "module file "
                                                                    + CutText.escape(
                                                                            file, MAX_ARGUMENT)));
                            lines.add(
                                    "deterministic "
                                            + (descriptor.execution() == Execution.DETERMINISTIC));
                            if (descriptor.start() == Start.SNAPSHOT) {
                                lines.add("snapshot true");
                            }
                        });
        return new VersionFacts(
                version.version(),
                version.digest().map(ArtifactDigest::text).orElse("none"),
                version.digest().map(ArtifactDigest::moduleSha256).orElse("none"),
                new ArrayList<>(lines));
    }

    private static void addArgs(List<String> args, Set<String> lines) {
        for (int i = 0; i < args.size(); i++) {
            lines.add("args/%d '%s'".formatted(i, CutText.escape(args.get(i), MAX_ARGUMENT)));
        }
    }

    /** Returns what an update from {@code before} to {@code after} changes. */
    public static VersionChange change(
            String tool, Optional<VersionFacts> before, VersionFacts after) {
        VersionFacts from = before.orElse(NONE);
        List<String> lines = new ArrayList<>();
        for (String line : from.lines()) {
            if (!after.lines().contains(line)) {
                lines.add("- " + line);
            }
        }
        for (String line : after.lines()) {
            if (!from.lines().contains(line)) {
                lines.add("+ " + line);
            }
        }
        if (!from.moduleSha256().equals(after.moduleSha256())) {
            lines.add("~ module sha256 " + after.moduleSha256());
        } else if (lines.isEmpty() && !from.digest().equals(after.digest())) {
            lines.add("~ descriptor, in how it is written alone");
        }
        return new VersionChange(
                tool, from.version(), after.version(), from.digest(), after.digest(), lines);
    }
}
