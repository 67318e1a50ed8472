package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;

/** Lets versions that serve no more end their calls. Confined to the control thread. */
final class Drains {

    /** What revoked calls get to end, before what they run on is taken away. */
    private static final Duration REVOKED_WAIT = Duration.ofSeconds(1);

    private final Control control;
    private final LiveToolRegistry registry;
    private final GrantStore grants;

    Drains(Control control, LiveToolRegistry registry, GrantStore grants) {
        this.control = control;
        this.registry = registry;
        this.grants = grants;
    }

    /** Drains a version, and releases what it holds. */
    void retire(Version version, Duration patience) {
        CompletableFuture<Void> ignored =
                drain(version.served(), patience)
                        .thenRun(
                                () ->
                                        control.execute(
                                                () -> {
                                                    version.drop();
                                                    version.sha256()
                                                            .ifPresent(
                                                                    hash ->
                                                                            grants.drained(
                                                                                    version.name(),
                                                                                    hash));
                                                }));
    }

    /** Completes when no call runs, or does not end although it was told to. */
    CompletableFuture<Void> drain(ServedTool served, Duration patience) {
        CompletableFuture<Void> idle = registry.retire(served);
        if (!idle.isDone()) {
            control.after(patience, () -> registry.revoke(served));
            control.after(patience.plus(REVOKED_WAIT), () -> idle.complete(null));
        }
        return idle;
    }
}
