package org.vexhost.loader.deploy.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.bundle.BundleSynchronizer;
import org.vexhost.loader.deploy.core.Deployment.Problem;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.ToolVersion;

/**
 * Brings versions into service and out of it: swaps, blocks, failures, removals. Confined to the
 * control thread.
 */
public final class VersionSwitcher {

    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final GrantGate gate;
    private final BundleSynchronizer bundleSynchronizer;
    private final Drainer drainer;
    private final VersionArchive archive;
    private final StatusPublisher publisher;

    public VersionSwitcher(
            DeploymentTable table,
            NameOwnership ownership,
            GrantGate gate,
            BundleSynchronizer bundleSynchronizer,
            Drainer drainer,
            VersionArchive archive,
            StatusPublisher publisher) {
        this.table = table;
        this.ownership = ownership;
        this.gate = gate;
        this.bundleSynchronizer = bundleSynchronizer;
        this.drainer = drainer;
        this.archive = archive;
        this.publisher = publisher;
    }

    /** A version is ready: it serves, or waits for grants, approval, or to be enabled. */
    void ready(Deployment deployment, ToolVersion version) {
        deployment.compiling = Optional.empty();
        deployment.problem = Optional.empty();
        deployment.failuresOfHost = 0;
        deployment.next.ifPresent(ToolVersion::drop);
        deployment.next = Optional.of(version);
        reconsider(deployment);
    }

    /** The newest artifact is not a version. What serves goes on. */
    void failed(Deployment deployment, Problem problem) {
        deployment.compiling = Optional.empty();
        deployment.problem = Optional.of(problem);
        if (problem.state() == ToolState.FAILED) {
            dropNext(deployment);
        }
        if (deployment.hasVersion()) {
            ownership.releaseUnused(deployment);
        }
        publisher.show(deployment);
        ownership.offer(deployment);
    }

    /** The files that make it a tool are not all there any more: nothing serves. */
    void withdraw(Deployment deployment, Problem problem) {
        suspend(deployment, problem);
        ownership.releaseUnused(deployment);
        publisher.show(deployment);
    }

    /**
     * What serves may not any more. It keeps its name until another asks, so that callers hear why.
     */
    void suspend(Deployment deployment, Problem problem) {
        Optional<ToolVersion> old = deployment.current;
        dropNext(deployment);
        deployment.current = Optional.empty();
        deployment.compiling = Optional.empty();
        deployment.problem = Optional.of(problem);
        publisher.show(deployment);
        old.ifPresent(drainer::retire);
        ownership.offer(deployment);
    }

    /** Grants, approval or an operator's will may have changed. */
    public void reconsider(Deployment deployment) {
        if (deployment.life != Deployment.Life.DEPLOYED) {
            return;
        }
        if (deployment.next.isPresent()) {
            ToolVersion next = deployment.next.get();
            if (gate.judge(next).isEmpty()) {
                promote(deployment, next);
            } else if (deployment.current.isEmpty()) {
                bundleSynchronizer.standsFor(next);
            }
        }
        publisher.show(deployment);
    }

    /** What served before the process began is still serving, if nothing newer does by now. */
    void restored(Deployment deployment, ToolVersion version) {
        if (deployment.life != Deployment.Life.DEPLOYED
                || deployment.current.isPresent()
                || gate.judgeServing(version).isPresent()) {
            version.drop();
            return;
        }
        bundleSynchronizer.standsFor(version);
        Optional<LoadedArtifact> ignored = version.takeContent();
        deployment.current = Optional.of(version);
        publisher.show(deployment);
    }

    /** From here on new calls go to {@code next}; calls in flight end where they began. */
    private void promote(Deployment deployment, ToolVersion next) {
        bundleSynchronizer.standsFor(next);
        archive.serves(next);
        Optional<ToolVersion> old = deployment.current;
        old.ifPresent(drainer::keepGrants);
        deployment.current = Optional.of(next);
        deployment.next = Optional.empty();
        deployment.read = Optional.empty();
        publisher.show(deployment);
        old.ifPresent(drainer::leaveBehind);
        ownership.releaseUnused(deployment);
    }

    /**
     * The files of {@code from} are those of {@code heir} now: an update under another name. What
     * serves, and its name, go over to it in one step.
     */
    void inherit(Deployment heir, Deployment from) {
        table.remove(from);
        from.life = Deployment.Life.GONE;
        from.cancelAttempt.run();
        dropNext(from);
        heir.current = from.current;
        from.current = Optional.empty();
        ownership.inherit(heir, from);
        publisher.move(from, heir);
    }

    /** Its artifact is gone: new calls are refused, those in flight end, then it is forgotten. */
    public void remove(Deployment deployment) {
        table.remove(deployment);
        deployment.life = Deployment.Life.DRAINING;
        deployment.cancelAttempt.run();
        dropNext(deployment);
        if (deployment.current.isEmpty()) {
            forget(deployment);
            return;
        }
        publisher.show(deployment);
        ownership.offer(deployment);
        ToolVersion last = deployment.current.get();
        drainer.drain(
                last.served(),
                () -> {
                    forget(deployment);
                    last.drop();
                });
    }

    private void forget(Deployment deployment) {
        deployment.life = Deployment.Life.GONE;
        ownership.releaseAll(deployment);
        publisher.clear(deployment);
    }

    /** An update that waits was taken back. */
    void dropNext(Deployment deployment) {
        deployment.next.ifPresent(ToolVersion::drop);
        deployment.next = Optional.empty();
    }

    /**
     * Drainer everything, for the end of the host: bundles and names stay for the next one.
     *
     * @return completes when no call runs
     */
    public CompletableFuture<Void> drainAll() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Deployment deployment : table.all()) {
            deployment.life = Deployment.Life.CLOSING;
            dropNext(deployment);
            if (deployment.current.isPresent()) {
                publisher.show(deployment);
                ToolVersion version = deployment.current.get();
                all.add(drainer.begin(version.served()).thenRun(version::drop));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }
}
