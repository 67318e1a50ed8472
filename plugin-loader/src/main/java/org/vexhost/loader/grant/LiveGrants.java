package org.vexhost.loader.grant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.capability.CommonGrants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/** The current grants of one tool, in memory. Reading takes no lock. */
final class LiveGrants {

    private volatile ToolGrants written = ToolGrants.NONE;
    private volatile ToolGrants inForce = ToolGrants.NONE;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * The grants before they were last moved to another artifact, without those that were revoked
     * since. Guarded by this.
     */
    private ToolGrants former = ToolGrants.NONE;

    /** The grants of replaced artifacts, without those that were revoked since. */
    private final Map<ArtifactDigest, Grants> draining = new ConcurrentHashMap<>();

    /** Returns everything granted. */
    ToolGrants written() {
        return written;
    }

    /** Returns everything granted, except folders that do not exist. */
    ToolGrants inForce() {
        return inForce;
    }

    boolean waitsForAFolder() {
        return !written.equals(inForce);
    }

    /**
     * Replaces the grants if they still equal {@code before}; returns whether they did.
     *
     * @param serving the artifact whose calls in flight keep their grants, see {@link #keepFor}
     */
    synchronized boolean replace(
            ToolGrants before,
            ToolGrants after,
            List<Grant.FileSystem> absent,
            Optional<ArtifactDigest> serving) {
        if (!written.equals(before)) {
            return false;
        }
        // The grants are kept before they are moved, so that no call is without them meanwhile.
        serving.ifPresent(this::keepFor);
        put(after, absent);
        return true;
    }

    synchronized void put(ToolGrants changed, List<Grant.FileSystem> absent) {
        ToolGrants next = absent.isEmpty() ? changed : changed.without(absent);
        if (!changed.holdForSame(written)) {
            former = inForce;
        }
        former = former.withGrants(CommonGrants.of(former.grants(), next.grants()));
        draining.replaceAll((digest, kept) -> CommonGrants.of(kept, next.grants()));
        written = changed;
        inForce = next;
    }

    /** Returns the problem of the file; empty if there is none. */
    Optional<String> problem() {
        return problem;
    }

    void setProblem(Optional<String> text) {
        problem = text;
    }

    /**
     * Returns the grants that an artifact may use. If an earlier release granted them to a module,
     * every artifact with this module may use them. This is safe, because only artifacts that were
     * approved at that time are allowed to serve with such grants.
     */
    Grants effective(ArtifactDigest digest) {
        ToolGrants now = inForce;
        return holdFor(now, digest) ? now.grants() : draining.getOrDefault(digest, Grants.none());
    }

    private static boolean holdFor(ToolGrants grants, ArtifactDigest digest) {
        return grants.holdFor(digest) || grants.holdForModuleOf(digest);
    }

    /**
     * Keeps the grants of a replaced artifact in force until {@link #drained}: those that it has
     * now, or had before they were moved to its successor. It loses what is revoked later, and does
     * not get what is granted later.
     */
    synchronized void keepFor(ArtifactDigest digest) {
        if (holdFor(inForce, digest)) {
            draining.put(digest, inForce.grants());
        } else if (holdFor(former, digest)) {
            draining.put(digest, former.grants());
        }
    }

    void drained(ArtifactDigest digest) {
        draining.remove(digest);
    }
}
