package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.deploy.core.Deployment.Problem;
import org.vexhost.loader.deploy.core.Deployment.Retry;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.prepare.PreparationPool.Answer;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Makes what is deployed follow what is in the folder. It never asks what happened, only what is
 * there: a pass that comes too often, too late or twice does no harm. Confined to the control
 * thread.
 */
public final class Reconciler {

    private static final Duration LOOK_FOR_SUCCESSOR = Duration.ofMillis(20);

    /** How long a tool stays whose files are gone while another one of its name is read. */
    private static final Duration SUCCESSOR_PATIENCE = Duration.ofSeconds(5);

    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final VersionSwitcher switcher;
    private final StatusPublisher publisher;
    private final PreparationPool pool;
    private final DescriptorPreviews descriptions;
    private final PreparationOutcomes outcomes;
    private final LastGoodRestorer restorer;
    private final Debouncer debouncer;
    private final Rescans rescans;

    public Reconciler(
            DeploymentTable table,
            NameOwnership ownership,
            VersionSwitcher switcher,
            StatusPublisher publisher,
            PreparationPool pool,
            PreparationOutcomes outcomes,
            LastGoodRestorer restorer,
            Debouncer debouncer,
            Rescans rescans) {
        this.table = table;
        this.ownership = ownership;
        this.switcher = switcher;
        this.publisher = publisher;
        this.pool = pool;
        this.descriptions = new DescriptorPreviews(pool, publisher);
        this.outcomes = outcomes;
        this.restorer = restorer;
        this.debouncer = debouncer;
        this.rescans = rescans;
    }

    /** Follows one look at the folder. */
    public void follow(Scan scan) {
        // Of a folder that is away for a moment nothing is seen, and it takes no tool with it.
        long now = System.nanoTime();
        Set<String> seen = new HashSet<>();
        for (Candidate candidate : scan.candidates()) {
            seen.add(candidate.id());
            observe(table.findOrAdd(candidate.id(), () -> newSlot(candidate, now)), candidate, now);
        }
        if (scan.folder() == Scan.Presence.PRESENT) {
            for (Deployment deployment : table.all()) {
                if (deployment.kind != ArtifactKind.JAVA && !seen.contains(deployment.id)) {
                    miss(deployment, now);
                }
            }
        }
    }

    private static Deployment newSlot(Candidate candidate, long now) {
        return new Deployment(candidate.id(), candidate.kind(), candidate.guessedName(), now);
    }

    private void miss(Deployment deployment, long now) {
        long left = debouncer.goneInNanos(deployment, now);
        if (left <= 0 && hasSuccessor(deployment, now)) {
            rescans.request(LOOK_FOR_SUCCESSOR);
        } else if (left <= 0) {
            leave(deployment);
        } else {
            rescans.request(Duration.ofNanos(left));
        }
    }

    /**
     * Whether another artifact is being read that says it is the same tool: its files may be those
     * that are missing, under another name.
     */
    private boolean hasSuccessor(Deployment deployment, long now) {
        long missing = now - deployment.missingSinceNanos.orElse(now);
        return missing < SUCCESSOR_PATIENCE.toNanos()
                && table.all().stream()
                        .anyMatch(
                                other ->
                                        other != deployment
                                                && other.compiling.isEmpty()
                                                && !other.hasVersion()
                                                && other.missingSinceNanos.isEmpty()
                                                && (other.attempt == Deployment.Attempt.RUNNING
                                                        || other.attempted.isEmpty())
                                                && table.holds(deployment, other.guessedName));
    }

    /** If another artifact waits for its name, that one is its update: it serves until then. */
    private void leave(Deployment deployment) {
        Optional<Deployment> heir =
                ownership.rival(deployment).filter(rival -> canInherit(rival, deployment));
        if (heir.isPresent()) {
            heir.get().problem = Optional.empty();
            heir.get().attempted = Optional.empty();
            switcher.inherit(heir.get(), deployment);
            rescans.request(Duration.ZERO);
        } else {
            switcher.remove(deployment);
        }
    }

    private static boolean canInherit(Deployment heir, Deployment from) {
        return heir != from
                && heir.kind != ArtifactKind.JAVA
                && from.kind != ArtifactKind.JAVA
                && !heir.hasVersion()
                && from.current.isPresent();
    }

    private void observe(Deployment deployment, Candidate candidate, long now) {
        debouncer.observe(deployment, candidate, now);
        if (deployment.attempted.filter(candidate::equals).isPresent()) {
            return;
        }
        if (deployment.attempt == Deployment.Attempt.RUNNING) {
            // What still waits to be compiled is not what is there any more.
            deployment.cancelAttempt.run();
            return;
        }
        long left = debouncer.waitNanos(deployment, candidate, now);
        if (left > 0) {
            rescans.request(Duration.ofNanos(left));
            noteWriting(deployment, now);
            return;
        }
        deployment.attempted = Optional.of(candidate);
        deployment.wanted = Optional.empty();
        deployment.read = Optional.empty();
        if (candidate.defect().isPresent()) {
            Defect defect = candidate.defect().get();
            outcomes.defective(deployment, defect);
            descriptions.readFor(deployment, candidate);
            if (defect.kind() != Defect.Kind.PART_MISSING) {
                restorer.tryOnce(deployment);
            }
        } else {
            attempt(deployment, candidate);
        }
    }

    /** A copy that takes its time is shown, if nothing else is to be said of it. */
    private void noteWriting(Deployment deployment, long now) {
        if (deployment.problem.isEmpty() && debouncer.isSlow(deployment, now)) {
            String text = "'%s' is still being written".formatted(deployment.id);
            switcher.failed(
                    deployment,
                    new Problem(ToolState.WAITING, text, Optional.empty(), Retry.NEVER));
        }
    }

    private void attempt(Deployment deployment, Candidate candidate) {
        deployment.attempt = Deployment.Attempt.RUNNING;
        deployment.cancelAttempt =
                pool.begin(
                        candidate,
                        (artifact, limits) -> accept(deployment, artifact, limits),
                        new PreparationPool.Result() {
                            @Override
                            public void take(PreparationResult outcome) {
                                finish(deployment, candidate, outcome);
                            }

                            @Override
                            public void waits(String reason) {
                                Reconciler.this.waits(deployment, reason);
                            }
                        });
    }

    /** An artifact that waits is shown, whatever is known of it. */
    private void waits(Deployment deployment, String reason) {
        if (deployment.attempt == Deployment.Attempt.RUNNING
                && deployment.life == Deployment.Life.DEPLOYED) {
            deployment.waiting = reason.isEmpty() ? Optional.empty() : Optional.of(reason);
            publisher.show(deployment);
        }
    }

    private Answer accept(Deployment deployment, LoadedArtifact artifact, SandboxLimits limits)
            throws ToolRejectedException {
        if (deployment.life != Deployment.Life.DEPLOYED) {
            throw new ToolRejectedException(
                    ToolRejectedException.Cause.HOST, "its artifact was removed");
        }
        renamed(deployment, artifact.descriptor().name())
                .ifPresent(from -> switcher.inherit(deployment, from));
        if (deployment
                .next
                .filter(version -> version.isSame(artifact.digest(), limits))
                .isPresent()) {
            return Answer.UNCHANGED;
        }
        if (deployment
                .current
                .filter(version -> version.isSame(artifact.digest(), limits))
                .isPresent()) {
            switcher.dropNext(deployment);
            deployment.read = Optional.empty();
            return Answer.UNCHANGED;
        }
        deployment.read =
                Optional.of(ToolDetails.of(artifact.descriptor(), artifact.digest(), limits));
        ownership.claim(deployment, artifact.descriptor().name());
        deployment.problem = Optional.empty();
        deployment.waiting = Optional.empty();
        deployment.compiling = Optional.of(artifact.descriptor().definition().version());
        publisher.show(deployment);
        return Answer.GO_ON;
    }

    /** The artifact that had the tool until now, and is gone under its old name. */
    private Optional<Deployment> renamed(Deployment deployment, String tool) {
        return table.deployed(tool)
                .filter(from -> from.missingSinceNanos.isPresent() && canInherit(deployment, from));
    }

    private void finish(Deployment deployment, Candidate candidate, PreparationResult outcome) {
        deployment.attempt = Deployment.Attempt.NONE;
        deployment.cancelAttempt = () -> {};
        deployment.waiting = Optional.empty();
        if (deployment.life != Deployment.Life.DEPLOYED) {
            if (outcome instanceof PreparationResult.Ready ready) {
                ready.version().drop();
            }
            return;
        }
        if (outcome instanceof PreparationResult.Ready
                || outcome instanceof PreparationResult.Unchanged) {
            deployment.accepted = Optional.of(candidate);
        }
        try {
            outcomes.take(deployment, outcome);
            restorer.tryOnce(deployment);
        } catch (RuntimeException | Error e) {
            // The outcome is lost; the files are tried again.
            outcomes.tryAgain(deployment);
            throw e;
        }
        if (deployment.attempted.equals(deployment.observed)) {
            // Nothing to look for in the folder: a start with many tools would do little else.
            rescans.settled();
        } else {
            rescans.request(Duration.ZERO);
        }
    }

    /** A name is free: those that wanted one try again, also if they have yet to be told so. */
    public void nameIsFree() {
        for (Deployment deployment : table.all()) {
            boolean isRefused =
                    deployment
                            .problem
                            .filter(problem -> problem.retry() == Retry.WHEN_A_NAME_IS_FREE)
                            .isPresent();
            if (isRefused || deployment.wanted.isPresent()) {
                deployment.attempted = Optional.empty();
            }
        }
        rescans.request(Duration.ZERO);
    }

    /** Limits or ceilings changed: every artifact is read again, and compiled where it matters. */
    public void readAgain() {
        table.all().forEach(deployment -> deployment.attempted = Optional.empty());
        rescans.request(Duration.ZERO);
    }

    /** Whether everything that was there at the start has been tried. */
    public boolean isQuiet() {
        return table.all().stream()
                .allMatch(
                        deployment ->
                                deployment.kind == ArtifactKind.JAVA
                                        || (deployment.attempt == Deployment.Attempt.NONE
                                                && (deployment.attempted.isPresent()
                                                        || deployment.problem.isPresent())));
    }
}
