package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.Attempts.Answer;
import org.vexhost.loader.deploy.Attempts.Outcome;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolState;

/**
 * Makes what is deployed follow what is in the folder. It never asks what happened, only what is
 * there: a pass that comes too often, too late or twice does no harm. Confined to the control
 * thread.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** How long a file may be away before it counts as removed: editors replace by renaming. */
    private static final Duration GONE_AFTER = Duration.ofMillis(150);

    /** How long after its last change a file that ends early may still be on its way. */
    private static final Duration CUT_SHORT_AFTER = Duration.ofSeconds(1);

    /** A file that changes for longer than this is shown as being written. */
    private static final Duration SLOW_COPY_AFTER = Duration.ofMillis(500);

    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    /** How much longer than its settling time a file that grows in pieces is waited for. */
    private static final int MAX_SETTLE_FACTOR = 4;

    private final Deployments deployments;
    private final Attempts attempts;
    private final Board board;
    private final HostState state;
    private final Keeper keeper;
    private final Supplier<HostSettings> settings;
    private final Passes passes;
    private Scan.Presence presence = Scan.Presence.PRESENT;

    /** Comes back later. */
    interface Passes {
        /** A pass is to begin after {@code delay}, or earlier. */
        void request(Duration delay);

        /** An attempt is over: what came of it is to be written down soon. */
        void settled();
    }

    Reconciler(
            Deployments deployments,
            Attempts attempts,
            Board board,
            HostState state,
            Keeper keeper,
            Supplier<HostSettings> settings,
            Passes passes) {
        this.deployments = deployments;
        this.attempts = attempts;
        this.board = board;
        this.state = state;
        this.keeper = keeper;
        this.settings = settings;
        this.passes = passes;
    }

    /** Follows one look at the folder. */
    void follow(Scan scan) {
        noteFolder(scan);
        if (scan.folder() == Scan.Presence.ABSENT) {
            // Nothing is known: a folder that is away for a moment takes no tool with it.
            return;
        }
        Map<String, Slot> slots = deployments.slots();
        Set<String> seen = new HashSet<>();
        for (Candidate candidate : scan.candidates()) {
            seen.add(candidate.id());
            Slot slot =
                    slots.computeIfAbsent(
                            candidate.id(),
                            id ->
                                    new Slot(
                                            id,
                                            candidate.kind(),
                                            candidate.guessedName(),
                                            System.nanoTime()));
            observe(slot, candidate);
        }
        for (Slot slot : new ArrayList<>(slots.values())) {
            if (slot.kind != ArtifactKind.JAVA && !seen.contains(slot.id)) {
                miss(slot);
            }
        }
    }

    private void noteFolder(Scan scan) {
        if (scan.folder() != presence) {
            presence = scan.folder();
            if (presence == Scan.Presence.ABSENT) {
                LOG.warn(
                        "Tools folder '{}' is not there; what is deployed serves on",
                        settings.get().toolsFolder());
            } else {
                LOG.info("Tools folder '{}' is back", settings.get().toolsFolder());
            }
        }
    }

    private void miss(Slot slot) {
        long now = System.nanoTime();
        if (slot.missingSinceNanos.isEmpty()) {
            slot.missingSinceNanos = Optional.of(now);
        }
        long left = GONE_AFTER.toNanos() - (now - slot.missingSinceNanos.get());
        if (left <= 0) {
            deployments.remove(slot);
        } else {
            passes.request(Duration.ofNanos(left));
        }
    }

    private void observe(Slot slot, Candidate candidate) {
        long now = System.nanoTime();
        slot.missingSinceNanos = Optional.empty();
        if (slot.observed.filter(candidate::equals).isEmpty()) {
            boolean goesOn = slot.observed.isPresent() && !slot.attempted.equals(slot.observed);
            if (goesOn) {
                slot.longestGapNanos = Math.max(slot.longestGapNanos, now - slot.changedNanos);
            } else {
                slot.longestGapNanos = 0;
                slot.unsettledSinceNanos = now;
            }
            slot.observed = Optional.of(candidate);
            slot.changedNanos = now;
            slot.notBeforeNanos = now;
        }
        if (slot.attempt == Slot.Attempt.RUNNING
                || slot.attempted.filter(candidate::equals).isPresent()) {
            return;
        }
        long ready = Math.max(slot.changedNanos + quietNanos(slot, candidate), slot.notBeforeNanos);
        if (ready - now > 0) {
            passes.request(Duration.ofNanos(ready - now));
            noteWriting(slot, now);
            return;
        }
        slot.attempted = Optional.of(candidate);
        if (candidate.defect().isPresent()) {
            defective(slot, candidate.defect().get(), Optional.empty());
        } else {
            attempt(slot, candidate);
        }
    }

    /** A copy that takes its time is shown, if nothing else is to be said of it. */
    private void noteWriting(Slot slot, long now) {
        if (slot.problem.isEmpty() && now - slot.unsettledSinceNanos > SLOW_COPY_AFTER.toNanos()) {
            String text = "'%s' is still being written".formatted(slot.id);
            deployments.failed(
                    slot, new Problem(ToolState.WAITING, text, Optional.empty(), Retry.NEVER));
        }
    }

    /** A file that was seen growing in pieces gets twice the longest pause between them. */
    private long quietNanos(Slot slot, Candidate candidate) {
        long settle = settings.get().deployment().settle().toNanos();
        if (candidate
                .defect()
                .filter(defect -> defect.kind() == Defect.Kind.PART_MISSING)
                .isPresent()) {
            return Math.max(settle, GONE_AFTER.toNanos());
        }
        return Math.min(Math.max(settle, 2 * slot.longestGapNanos), MAX_SETTLE_FACTOR * settle);
    }

    private void attempt(Slot slot, Candidate candidate) {
        slot.attempt = Slot.Attempt.RUNNING;
        attempts.begin(
                candidate,
                (artifact, limits) -> accept(slot, artifact, limits),
                outcome -> finish(slot, outcome));
    }

    private Answer accept(Slot slot, LoadedArtifact artifact, SandboxLimits limits)
            throws RefusedException {
        if (slot.life != Slot.Life.DEPLOYED) {
            throw new RefusedException(RefusedException.Cause.HOST, "its artifact was removed");
        }
        if (slot.next.filter(version -> version.isSame(artifact.digest(), limits)).isPresent()) {
            return Answer.UNCHANGED;
        }
        if (slot.current.filter(version -> version.isSame(artifact.digest(), limits)).isPresent()) {
            deployments.dropNext(slot);
            return Answer.UNCHANGED;
        }
        deployments.claim(slot, artifact.descriptor().name());
        slot.problem = Optional.empty();
        slot.compiling = Optional.of(artifact.descriptor().definition().version());
        board.show(slot);
        return Answer.GO_ON;
    }

    private void finish(Slot slot, Outcome outcome) {
        slot.attempt = Slot.Attempt.NONE;
        if (slot.life != Slot.Life.DEPLOYED) {
            if (outcome instanceof Outcome.Ready ready) {
                ready.version().drop();
            }
            return;
        }
        if (outcome instanceof Outcome.Ready ready) {
            deployments.ready(slot, ready.version());
        } else if (outcome instanceof Outcome.Unchanged) {
            unchanged(slot);
        } else if (outcome instanceof Outcome.Defective defective) {
            defective(slot, defective.defect(), Optional.empty());
        } else if (outcome instanceof Outcome.Refused refused) {
            refused(slot, refused);
        }
        restore(slot);
        if (slot.attempted.equals(slot.observed)) {
            // Nothing to look for in the folder: a start with many tools would do little else.
            passes.settled();
        } else {
            passes.request(Duration.ZERO);
        }
    }

    /**
     * The first files that this process saw of it may not serve: what an earlier process had in
     * service does, if it was the same artifact's.
     */
    private void restore(Slot slot) {
        if (slot.restore == Slot.Restore.TRIED) {
            return;
        }
        slot.restore = Slot.Restore.TRIED;
        Optional<String> name = state.ownedBy(slot.id);
        if (slot.current.isPresent() || name.isEmpty()) {
            return;
        }
        slot.attempt = Slot.Attempt.RUNNING;
        attempts.begin(
                slot.id,
                settings -> keeper.read(name.get()),
                (artifact, limits) -> {
                    if (slot.life != Slot.Life.DEPLOYED || slot.current.isPresent()) {
                        return Answer.UNCHANGED;
                    }
                    deployments.claim(slot, artifact.descriptor().name());
                    return Answer.GO_ON;
                },
                outcome -> {
                    slot.attempt = Slot.Attempt.NONE;
                    if (outcome instanceof Outcome.Ready ready) {
                        deployments.restored(slot, ready.version());
                    }
                    passes.request(Duration.ZERO);
                });
    }

    /** An update that was taken back, or a file that was only touched. */
    private void unchanged(Slot slot) {
        slot.problem = Optional.empty();
        slot.compiling = Optional.empty();
        deployments.reconsider(slot);
    }

    private void defective(Slot slot, Defect defect, Optional<String> version) {
        switch (defect.kind()) {
            case PART_MISSING -> {
                Problem problem =
                        new Problem(ToolState.WAITING, defect.text(), version, Retry.NEVER);
                if (slot.observed.flatMap(Candidate::defect).isPresent()) {
                    deployments.withdraw(slot, problem);
                } else {
                    deployments.failed(slot, problem);
                }
            }
            case CUT_SHORT -> {
                long patience = slot.changedNanos + CUT_SHORT_AFTER.toNanos();
                boolean patient = patience - System.nanoTime() > 0;
                if (patient) {
                    tryAgain(slot, patience);
                }
                ToolState state = patient ? ToolState.WAITING : ToolState.FAILED;
                deployments.failed(slot, new Problem(state, defect.text(), version, Retry.NEVER));
            }
            case NOT_READ -> {
                tryAgain(slot, System.nanoTime() + NEXT_TRY.toNanos());
                deployments.failed(
                        slot, new Problem(ToolState.FAILED, defect.text(), version, Retry.NEVER));
            }
            case REFUSED ->
                    deployments.failed(
                            slot,
                            new Problem(ToolState.FAILED, defect.text(), version, Retry.NEVER));
        }
    }

    private void refused(Slot slot, Outcome.Refused refused) {
        if (refused.cause() == RefusedException.Cause.HOST) {
            tryAgain(slot, System.nanoTime() + NEXT_TRY.toNanos());
        }
        Retry retry =
                refused.cause() == RefusedException.Cause.NAME_TAKEN
                        ? Retry.WHEN_A_NAME_IS_FREE
                        : Retry.NEVER;
        deployments.failed(
                slot, new Problem(ToolState.FAILED, refused.text(), refused.version(), retry));
    }

    private void tryAgain(Slot slot, long atNanos) {
        slot.attempted = Optional.empty();
        slot.notBeforeNanos = atNanos;
        passes.request(Duration.ofNanos(Math.max(0, atNanos - System.nanoTime())));
    }

    /** A name is free: those that wanted one try again. */
    void nameIsFree() {
        for (Slot slot : deployments.slots().values()) {
            if (slot.problem
                    .filter(problem -> problem.retry() == Retry.WHEN_A_NAME_IS_FREE)
                    .isPresent()) {
                slot.attempted = Optional.empty();
            }
        }
        passes.request(Duration.ZERO);
    }

    /** Limits or ceilings changed: every artifact is read again, and compiled where it matters. */
    void readAgain() {
        deployments.slots().values().forEach(slot -> slot.attempted = Optional.empty());
        passes.request(Duration.ZERO);
    }

    /** Whether everything that was there at the start has been tried. */
    boolean isQuiet() {
        List<Slot> all = new ArrayList<>(deployments.slots().values());
        return all.stream()
                .allMatch(
                        slot ->
                                slot.kind == ArtifactKind.JAVA
                                        || (slot.attempt == Slot.Attempt.NONE
                                                && slot.attempted.isPresent()));
    }
}
