package org.vexhost.loader.grant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/** What one tool has at the moment. Read without a lock. */
final class LiveGrants {

    private volatile ToolGrants written = ToolGrants.NONE;
    private volatile ToolGrants inForce = ToolGrants.NONE;
    private volatile Optional<String> problem = Optional.empty();
    private final Set<ArtifactDigest> draining = ConcurrentHashMap.newKeySet();

    /** All that was granted. */
    ToolGrants written() {
        return written;
    }

    /** All but the folders that are not there. */
    ToolGrants inForce() {
        return inForce;
    }

    boolean waitsForAFolder() {
        return !written.equals(inForce);
    }

    /** Puts others in the place of some, if those are still what was granted. */
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

    /** What is wrong with the file, if anything is. */
    Optional<String> problem() {
        return problem;
    }

    void setProblem(Optional<String> text) {
        problem = text;
    }

    /**
     * What an artifact may do. One whose module alone was granted has the grants as well: only what
     * was approved then comes to serve with them.
     */
    Grants effective(ArtifactDigest digest) {
        ToolGrants now = inForce;
        return now.holdFor(digest) || now.holdForModuleOf(digest) || draining.contains(digest)
                ? now.grants()
                : Grants.none();
    }

    /** Lets an artifact that was replaced keep what the tool has, until {@link #drained}. */
    void keepFor(ArtifactDigest digest) {
        draining.add(digest);
    }

    void drained(ArtifactDigest digest) {
        draining.remove(digest);
    }
}
