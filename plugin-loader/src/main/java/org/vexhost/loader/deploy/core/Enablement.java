package org.vexhost.loader.deploy.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vexhost.loader.deploy.bundle.BundleSynchronizer;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.store.Durability;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ServedTool;

/** Disables and enables tools on behalf of operators. Confined to the control thread. */
public final class Enablement {

    private final DeploymentTable table;
    private final HostState state;
    private final BundleSynchronizer bundleSynchronizer;
    private final StatusPublisher publisher;
    private final Drainer drainer;
    private final EventSink events;

    public Enablement(
            DeploymentTable table,
            HostState state,
            BundleSynchronizer bundleSynchronizer,
            StatusPublisher publisher,
            Drainer drainer,
            EventSink events) {
        this.table = table;
        this.state = state;
        this.bundleSynchronizer = bundleSynchronizer;
        this.publisher = publisher;
        this.drainer = drainer;
        this.events = events;
    }

    /**
     * Disables a tool, and ends its calls. A tool that is already disabled until the host ends can
     * still be disabled permanently.
     */
    public void disable(String name, String why, Durability durability) {
        if (state.isDisabled(name, durability)) {
            return;
        }
        boolean served = state.disabled(name).isEmpty();
        state.disable(name, why, durability);
        bundleSynchronizer.follow(name);
        Optional<Deployment> deployment = table.deployed(name);
        if (deployment.isPresent() && !served) {
            publisher.show(deployment.get());
        } else if (deployment.isPresent()) {
            Optional<ServedTool> serving =
                    deployment.get().state().current().map(ToolVersion::served);
            publisher.show(deployment.get());
            deployment.get().state().current().ifPresent(ToolVersion::renew);
            serving.ifPresent(version -> drainer.drain(version, () -> {}));
        }
    }

    /** Enables a tool. */
    public void enable(String name) {
        if (state.disabled(name).isEmpty()) {
            return;
        }
        state.enable(name);
        bundleSynchronizer.follow(name);
        Optional<Deployment> deployment = table.deployed(name);
        if (deployment.isPresent()) {
            events.send(deployment.get(), Signal.RECONSIDER);
        }
    }

    /**
     * Writes the state again if an earlier write failed.
     *
     * @return completes when the disk has answered; true if the state will survive a restart
     */
    public CompletableFuture<Boolean> kept() {
        return state.kept();
    }
}
