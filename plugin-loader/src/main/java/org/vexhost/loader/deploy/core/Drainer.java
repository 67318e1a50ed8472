package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.work.ControlThread;

/** Drains versions that no longer serve: lets their calls end. Confined to the control thread. */
public final class Drainer {

    /** What revoked calls get to end, before what they run on is taken away. */
    private static final Duration REVOKED_WAIT = Duration.ofSeconds(1);

    /** Calls that an update leaves behind end by their own timeout. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(11);

    private final ControlThread control;
    private final LiveToolRegistry registry;
    private final GrantStore grants;
    private final Supplier<Duration> timeout;

    /**
     * Of the versions in a registry.
     *
     * @param timeout how long calls may go on when their tool goes away
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

    /** An update is about to take a version's place: its calls in flight keep their grants. */
    void keepGrants(ToolVersion version) {
        version.digest().ifPresent(digest -> grants.keepForDraining(version.name(), digest));
    }

    /** Lets calls that an update left behind end as they would, and releases the version then. */
    void leaveBehind(ToolVersion version) {
        retire(version, LONGEST_CALL);
    }

    /** Lets calls of a tool that goes away end, and releases the version then. */
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

    /** Lets calls of a version end; {@code then} runs when none does any more, maybe at once. */
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

    /** Completes when no call runs, or does not end although it was told to. */
    CompletableFuture<Void> begin(ServedTool served) {
        return begin(served, timeout.get());
    }

    private CompletableFuture<Void> begin(ServedTool served, Duration patience) {
        CompletableFuture<Void> idle = registry.retire(served);
        if (!idle.isDone()) {
            Runnable revoking = control.after(patience, () -> registry.revoke(served));
            Runnable ending = control.after(patience.plus(REVOKED_WAIT), () -> idle.complete(null));
            // Steps for later hold the version: it goes when its last call does.
            CompletableFuture<Void> ignored = idle.thenRun(revoking).thenRun(ending);
        }
        return idle;
    }
}
