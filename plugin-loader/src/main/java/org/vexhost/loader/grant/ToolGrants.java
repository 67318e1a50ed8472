package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/**
 * The grants of one tool.
 *
 * @param grants all grants
 * @param artifact the artifact that the grants apply to, as {@link ArtifactDigest#text}. It is
 *     empty if an operator wrote the file without it, or if an earlier release wrote the file; the
 *     grants then apply to no artifact until an operator approves one
 * @param module the module that an earlier release granted them to, 64 lower-case hexadecimal
 *     digits; ignored if {@code artifact} is present
 * @param follow whether the grants apply to every later version as well
 */
public record ToolGrants(
        Grants grants, Optional<String> artifact, Optional<String> module, Follow follow) {

    /** No grants. */
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

    /** Returns a copy with other grants. */
    public ToolGrants withGrants(Grants others) {
        return new ToolGrants(others, artifact, module, follow);
    }

    /** Returns a copy for another artifact. */
    public ToolGrants withArtifact(String digest) {
        return new ToolGrants(grants, Optional.of(digest), Optional.empty(), follow);
    }

    /** Returns a copy without some grants. */
    ToolGrants without(List<? extends Grant> some) {
        List<Grant> left = new ArrayList<>(grants.all());
        left.removeAll(some);
        return withGrants(Grants.of(left));
    }

    /** Whether these grants allow no more than {@code other}. */
    boolean isWithin(ToolGrants other) {
        return other.grants().all().containsAll(grants.all()) && holdForSame(other);
    }

    /** Whether these grants apply to the same artifacts as {@code other}. */
    boolean holdForSame(ToolGrants other) {
        return artifact.equals(other.artifact())
                && module.equals(other.module())
                && follow == other.follow();
    }

    /** Whether these grants apply to an artifact. */
    public boolean holdFor(ArtifactDigest digest) {
        return follow == Follow.TRUST_UPDATES || artifact.filter(digest.text()::equals).isPresent();
    }

    /**
     * Whether an earlier release made these grants for the artifact's module, whatever its
     * descriptor.
     */
    public boolean holdForModuleOf(ArtifactDigest digest) {
        return module.filter(digest.moduleSha256()::equals).isPresent();
    }
}
