package org.vexhost.loader.deploy.core;

import java.util.Optional;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.prepare.PreparationPool.Answer;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentEvent.Verdict;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.deploy.version.ToolVersion;

/**
 * Restores a tool version that an earlier process served. It does so if the first files that this
 * process sees of the same artifact cannot serve. Confined to the control thread.
 */
public final class LastGoodRestorer {

    private final NameOwnership ownership;
    private final GrantGate gate;
    private final PreparationPool pool;
    private final HostState state;
    private final VersionArchive archive;
    private final EventSink events;

    public LastGoodRestorer(
            NameOwnership ownership,
            GrantGate gate,
            PreparationPool pool,
            HostState state,
            VersionArchive archive,
            EventSink events) {
        this.ownership = ownership;
        this.gate = gate;
        this.pool = pool;
        this.state = state;
        this.archive = archive;
        this.events = events;
    }

    /**
     * Restores the archived version, if there is one and no version serves. Called after the first
     * attempt with the artifact's files.
     */
    void tryOnce(Deployment deployment) {
        Optional<String> name =
                state.ownedBy(deployment.id()).stream().filter(archive::has).findFirst();
        if (deployment.state().current().isPresent() || name.isEmpty()) {
            events.send(deployment, Signal.NO_LAST_GOOD);
            return;
        }
        events.send(deployment, Signal.RESTORE_STARTED);
        // The returned handle for cancelling is not needed, because the preparation continues even
        // if files change meanwhile.
        Runnable ignored =
                pool.begin(
                        deployment.id(),
                        0,
                        () -> archive.read(name.get()),
                        (artifact, limits) -> accept(deployment, artifact),
                        result -> finish(deployment, result));
    }

    private Answer accept(Deployment deployment, LoadedArtifact artifact)
            throws ToolRejectedException {
        if (!deployment.state().isDeployed() || deployment.state().current().isPresent()) {
            return Answer.UNCHANGED;
        }
        ownership.claim(deployment, artifact.descriptor().name());
        return Answer.GO_ON;
    }

    private void finish(Deployment deployment, PreparationResult result) {
        Optional<ToolVersion> version =
                result instanceof PreparationResult.Ready ready
                        ? Optional.of(ready.version())
                        : Optional.empty();
        Verdict verdict =
                version.flatMap(gate::judgeServing).isPresent() ? Verdict.BLOCKED : Verdict.ALLOWED;
        events.send(deployment, new DeploymentEvent.RestoreEnded(version, verdict));
    }
}
