package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/**
 * What an operator granted to one tool.
 *
 * @param grants all of it
 * @param artifact the artifact that it was given for, {@link ArtifactDigest#text}; empty in a file
 *     written by hand that names none, or by an earlier release: then it holds for none until
 *     approved
 * @param module the module that it was given for by an earlier release, 64 lower-case hexadecimal
 *     digits; of no account beside {@code artifact}
 * @param follow whether it holds for every later version as well
 */
public record ToolGrants(
        Grants grants, Optional<String> artifact, Optional<String> module, Follow follow) {

    /** Nothing was granted. */
    public static final ToolGrants NONE =
            new ToolGrants(
                    Grants.none(), Optional.empty(), Optional.empty(), Follow.APPROVE_UPDATES);

    /** What happens to the grants when the artifact changes. */
    public enum Follow {
        /** An update waits until an operator approves it. */
        APPROVE_UPDATES,
        /** Updates are trusted in advance. */
        TRUST_UPDATES
    }

    /** Checks that nothing is null. */
    public ToolGrants {
        Objects.requireNonNull(grants, "grants");
        Objects.requireNonNull(artifact, "artifact");
        module = artifact.isPresent() ? Optional.empty() : Objects.requireNonNull(module, "module");
        Objects.requireNonNull(follow, "follow");
    }

    /** The same for other grants. */
    public ToolGrants withGrants(Grants others) {
        return new ToolGrants(others, artifact, module, follow);
    }

    /** The same for another artifact. */
    public ToolGrants withArtifact(String digest) {
        return new ToolGrants(grants, Optional.of(digest), Optional.empty(), follow);
    }

    /** The same without some. */
    ToolGrants without(List<? extends Grant> some) {
        List<Grant> left = new ArrayList<>(grants.all());
        left.removeAll(some);
        return withGrants(Grants.of(left));
    }

    /** Whether this allows nothing that {@code other} does not. */
    boolean isWithin(ToolGrants other) {
        return other.grants().all().containsAll(grants.all())
                && artifact.equals(other.artifact())
                && module.equals(other.module())
                && follow == other.follow();
    }

    /** Whether the grants hold for an artifact. */
    public boolean holdFor(ArtifactDigest digest) {
        return follow == Follow.TRUST_UPDATES || artifact.filter(digest.text()::equals).isPresent();
    }

    /** Whether an earlier release gave them for this artifact's module, whatever describes it. */
    public boolean holdForModuleOf(ArtifactDigest digest) {
        return module.filter(digest.moduleSha256()::equals).isPresent();
    }
}
