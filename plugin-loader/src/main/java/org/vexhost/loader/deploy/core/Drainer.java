package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.work.ControlThread;

/**
 * Drains versions that no longer serve: their calls may end, but no new call starts. Confined to
 * the control thread.
 */
public final class Drainer {

    /** How long revoked calls have to end before their version is released. */
    private static final Duration REVOKED_WAIT = Duration.ofSeconds(1);

    /**
     * The drain timeout after an update. Calls of the old version end earlier, by their own
     * timeout, which is always shorter than this.
     */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(11);

    private final ControlThread control;
    private final LiveToolRegistry registry;
    private final GrantStore grants;
    private final Supplier<Duration> timeout;

    /**
     * Creates a drainer.
     *
     * @param control runs later steps
     * @param registry the registry of the versions
     * @param grants keeps the grants of draining versions in force
     * @param timeout how long calls may continue after their tool is removed
     */
    public Drainer(
            ControlThread control,
            LiveToolRegistry registry,
            GrantStore grants,
            Supplier<Duration> timeout) {
        this.control = control;
        this.registry = registry;
        this.grants = grants;
        this.timeout = timeout;
    }

    /** Keeps the grants in force for a version's calls in flight, before an update replaces it. */
    void keepGrants(ToolVersion version) {
        version.digest().ifPresent(digest -> grants.keepForDraining(version.name(), digest));
    }

    /** Lets calls of a replaced version end by their own timeout, then releases the version. */
    void leaveBehind(ToolVersion version) {
        retire(version, LONGEST_CALL);
    }

    /** Lets calls of a removed tool end within the drain timeout, then releases the version. */
    void retire(ToolVersion version) {
        retire(version, timeout.get());
    }

    private void retire(ToolVersion version, Duration patience) {
        drain(
                version.served(),
                patience,
                () -> {
                    version.drop();
                    version.digest().ifPresent(digest -> grants.drained(version.name(), digest));
                });
    }

    /**
     * Drains a version. {@code then} runs when no call is running, immediately if there is none.
     */
    void drain(ServedTool served, Runnable then) {
        drain(served, timeout.get(), then);
    }

    private void drain(ServedTool served, Duration patience, Runnable then) {
        CompletableFuture<Void> idle = begin(served, patience);
        if (idle.isDone()) {
            then.run();
        } else {
            CompletableFuture<Void> ignored = idle.thenRun(() -> control.execute(then));
        }
    }

    /**
     * Stops new calls of a version, and revokes calls that are still running after the drain
     * timeout.
     *
     * @return completes when no call is running; or a second after the drain timeout, if revoked
     *     calls have not ended by then
     */
    CompletableFuture<Void> begin(ServedTool served) {
        return begin(served, timeout.get());
    }

    private CompletableFuture<Void> begin(ServedTool served, Duration patience) {
        CompletableFuture<Void> idle = registry.retire(served);
        if (!idle.isDone()) {
            Runnable revoking = control.after(patience, () -> registry.revoke(served));
            Runnable ending = control.after(patience.plus(REVOKED_WAIT), () -> idle.complete(null));
            // The pending steps keep the version in memory. Cancelling them releases the version as
            // soon as its last call has ended.
            CompletableFuture<Void> ignored = idle.thenRun(revoking).thenRun(ending);
        }
        return idle;
    }
}
