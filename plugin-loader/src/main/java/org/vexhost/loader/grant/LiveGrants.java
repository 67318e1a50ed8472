package org.vexhost.loader.grant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.ArtifactDigest;

/** The current grants of one tool. Read without a lock. */
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

    /** Replaces the grants, if they are still those given. */
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
     * Returns the grants that an artifact may use. An artifact whose module was granted by an
     * earlier release may use them as well, because only artifacts approved at that time come to
     * serve with such grants.
     */
    Grants effective(ArtifactDigest digest) {
        ToolGrants now = inForce;
        return now.holdFor(digest) || now.holdForModuleOf(digest) || draining.contains(digest)
                ? now.grants()
                : Grants.none();
    }

    /** Lets a replaced artifact keep the tool's grants until {@link #drained}. */
    void keepFor(ArtifactDigest digest) {
        draining.add(digest);
    }

    void drained(ArtifactDigest digest) {
        draining.remove(digest);
    }
}
