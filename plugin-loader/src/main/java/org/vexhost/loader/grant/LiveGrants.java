package org.vexhost.loader.grant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;

/** What one tool has at the moment. Written under the store's lock, read without one. */
final class LiveGrants {

    private volatile ToolGrants written = ToolGrants.NONE;
    private volatile ToolGrants inForce = ToolGrants.NONE;
    private volatile Optional<String> problem = Optional.empty();
    private final Set<String> draining = ConcurrentHashMap.newKeySet();

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

    void put(ToolGrants changed, List<Grant.FileSystem> absent) {
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

    /** What a module may do. */
    Grants effective(String sha256) {
        ToolGrants now = inForce;
        return now.holdFor(sha256) || draining.contains(sha256) ? now.grants() : Grants.none();
    }

    /** Lets a module that was replaced keep what the tool has, until {@link #drained}. */
    void keepFor(String sha256) {
        draining.add(sha256);
    }

    void drained(String sha256) {
        draining.remove(sha256);
    }
}
