package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.prepare.PreparationPool.Answer;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Starts reading, checking and compiling a deployment's files, and sends the result to the
 * deployment. Confined to the control thread.
 */
public final class Preparations {

    private final PreparationPool pool;
    private final NameOwnership ownership;
    private final Succession succession;
    private final CircumstanceReader circumstances;
    private final DescriptorPreviews previews;
    private final LastGoodRestorer restorer;
    private final Rescans rescans;
    private final EventSink events;
    private final Map<Deployment, Runnable> cancels = new HashMap<>();

    public Preparations(
            PreparationPool pool,
            NameOwnership ownership,
            Succession succession,
            CircumstanceReader circumstances,
            LastGoodRestorer restorer,
            Rescans rescans,
            EventSink events) {
        this.pool = pool;
        this.ownership = ownership;
        this.succession = succession;
        this.circumstances = circumstances;
        this.previews = new DescriptorPreviews(pool, events);
        this.restorer = restorer;
        this.rescans = rescans;
        this.events = events;
    }

    void begin(Deployment deployment, Candidate candidate) {
        Runnable cancel =
                pool.begin(
                        candidate,
                        (artifact, limits) -> accept(deployment, artifact, limits),
                        new PreparationPool.Result() {
                            @Override
                            public void take(PreparationResult result) {
                                finish(deployment, candidate, result);
                            }

                            @Override
                            public void waits(String reason) {
                                // A preparation that has ended no longer waits.
                                if (deployment.state().activity() != Activity.IDLE) {
                                    events.send(deployment, new DeploymentEvent.Waits(reason));
                                }
                            }
                        });
        cancels.put(deployment, cancel);
    }

    /** Cancels the preparation, unless compiling has already started. */
    void cancel(Deployment deployment) {
        Runnable cancel = cancels.get(deployment);
        if (cancel != null) {
            cancel.run();
        }
    }

    void readDescriptor(Deployment deployment, Candidate candidate) {
        previews.readFor(deployment, candidate);
    }

    void restoreLastGood(Deployment deployment) {
        restorer.tryOnce(deployment);
    }

    /** Decides whether to compile an artifact that was read, and claims its name. */
    private Answer accept(Deployment deployment, LoadedArtifact artifact, SandboxLimits limits)
            throws ToolRejectedException {
        if (!deployment.state().isDeployed()) {
            throw new ToolRejectedException(
                    ToolRejectedException.Cause.HOST, "its artifact was removed");
        }
        String name = artifact.descriptor().name();
        succession
                .renamed(deployment, name)
                .ifPresent(from -> succession.inherit(deployment, from));
        DeploymentState state = deployment.state();
        if (state.next().filter(each -> each.isSame(artifact.digest(), limits)).isPresent()) {
            return Answer.UNCHANGED;
        }
        if (state.current().filter(each -> each.isSame(artifact.digest(), limits)).isPresent()) {
            events.send(deployment, Signal.SAME_AS_CURRENT);
            return Answer.UNCHANGED;
        }
        events.send(
                deployment,
                new DeploymentEvent.ArtifactRead(
                        ToolDetails.of(artifact.descriptor(), artifact.digest(), limits)));
        ownership.claim(deployment, name);
        events.send(
                deployment,
                new DeploymentEvent.CompilationStarted(
                        artifact.descriptor().definition().version()));
        return Answer.GO_ON;
    }

    private void finish(Deployment deployment, Candidate candidate, PreparationResult result) {
        cancels.remove(deployment);
        boolean wasDeployed = deployment.state().isDeployed();
        long now = System.nanoTime();
        try {
            events.send(
                    deployment,
                    new DeploymentEvent.PreparationEnded(
                            candidate, result, circumstances.of(deployment, now)));
        } catch (RuntimeException | Error e) {
            // The result is lost, so the files are tried again.
            events.send(deployment, new DeploymentEvent.HostFailed(now));
            throw e;
        }
        if (wasDeployed && deployment.state().isJudged()) {
            // No new scan is needed. If every result caused a scan, a host with many tools would
            // spend most of its start scanning.
            rescans.settled();
        } else if (wasDeployed) {
            rescans.request(Duration.ZERO);
        }
    }
}
