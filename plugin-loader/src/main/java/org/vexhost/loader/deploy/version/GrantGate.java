package org.vexhost.loader.deploy.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.Coverage;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.grant.ToolGrants;

/** Decides whether a tool's grants allow a version to serve. */
public final class GrantGate {

    private final GrantStore grants;

    public GrantGate(GrantStore grants) {
        this.grants = grants;
    }

    /**
     * The reason why a version may not serve.
     *
     * @param reason names the missing grants or approval, and the command that adds them
     * @param missing the missing grants; empty if only the approval is missing
     */
    public record Block(String reason, List<MissingCapability> missing) {}

    /** Returns why {@code version} may not serve; empty if it may. */
    public Optional<Block> judge(ToolVersion version) {
        Optional<ArtifactDigest> digest = version.digest();
        if (digest.isEmpty()) {
            // Java tools come from the operator's own bundles, which are trusted.
            return Optional.empty();
        }
        String name = version.name();
        ToolGrants granted = grants.of(name);
        List<MissingCapability> missing = Coverage.missing(version.requested(), granted.grants());
        if (!missing.isEmpty()) {
            return Optional.of(new Block(describe(name, missing), missing));
        }
        if (!granted.grants().isEmpty() && !granted.holdFor(digest.get())) {
            return Optional.of(new Block(unapproved(granted) + ": vex:approve " + name, List.of()));
        }
        return Optional.empty();
    }

    private static String unapproved(ToolGrants granted) {
        if (granted.artifact().isPresent()) {
            return "an update of a tool with grants needs approval";
        }
        return granted.module().isPresent()
                ? "the grants are for a module alone, as earlier releases wrote them, and need"
                        + " approval for all of the tool"
                : "the grants name no artifact and need approval";
    }

    /**
     * Returns why a serving version must stop; empty if it may continue. A version that requests no
     * capability always continues, even if the grants apply to another artifact, because an
     * approval may already have moved them to the update. A version that served with grants of an
     * earlier release continues until an operator has reviewed it.
     */
    public Optional<Block> judgeServing(ToolVersion version) {
        if (version.requested().kinds().isEmpty()) {
            return Optional.empty();
        }
        return judge(version)
                .filter(block -> !(block.missing().isEmpty() && isOfEarlierRelease(version)));
    }

    /** Whether the grants come from an earlier release and apply to this version's module alone. */
    public boolean isOfEarlierRelease(ToolVersion version) {
        return !version.requested().kinds().isEmpty()
                && version.digest()
                        .filter(digest -> grants.of(version.name()).holdForModuleOf(digest))
                        .isPresent();
    }

    private String describe(String name, List<MissingCapability> missing) {
        List<String> needs = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (MissingCapability each : missing) {
            String values = String.join(" ", each.values());
            needs.add(each.capability().key() + (values.isEmpty() ? "" : " " + values));
            commands.add(
                    CapabilityTypes.all().of(each.capability()).grantCommand(name, each.values()));
        }
        String problem = grants.problem(name).map(text -> " [" + text + "]").orElse("");
        return "needs %s: %s%s"
                .formatted(String.join(", ", needs), String.join("; ", commands), problem);
    }
}
