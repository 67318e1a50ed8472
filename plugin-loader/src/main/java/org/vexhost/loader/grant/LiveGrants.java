package org.vexhost.loader.grant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/** The current grants of one tool, in memory. Reading takes no lock. */
final class LiveGrants {

    private volatile ToolGrants written = ToolGrants.NONE;
    private volatile ToolGrants inForce = ToolGrants.NONE;
    private volatile Optional<String> problem = Optional.empty();
    private final Set<ArtifactDigest> draining = ConcurrentHashMap.newKeySet();

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

    /** Replaces the grants if they still equal {@code before}; returns whether they did. */
    synchronized boolean replace(
            ToolGrants before, ToolGrants after, List<Grant.FileSystem> absent) {
        if (!written.equals(before)) {
            return false;
        }
        put(after, absent);
        return true;
    }

    synchronized void put(ToolGrants changed, List<Grant.FileSystem> absent) {
        written = changed;
        inForce = absent.isEmpty() ? changed : changed.without(absent);
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
        return now.holdFor(digest) || now.holdForModuleOf(digest) || draining.contains(digest)
                ? now.grants()
                : Grants.none();
    }

    /** Keeps the tool's grants in force for a replaced artifact until {@link #drained}. */
    void keepFor(ArtifactDigest digest) {
        draining.add(digest);
    }

    void drained(ArtifactDigest digest) {
        draining.remove(digest);
    }
}
