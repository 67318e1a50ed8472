package org.vexhost.loader.deploy;

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
import org.vexhost.loader.deploy.Attempts.Answer;
import org.vexhost.loader.deploy.Attempts.Outcome;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Makes what is deployed follow what is in the folder. It never asks what happened, only what is
 * there: a pass that comes too often, too late or twice does no harm. Confined to the control
 * thread.
 */
final class Reconciler {

    private static final Duration LOOK_FOR_SUCCESSOR = Duration.ofMillis(20);

    /** How long a tool stays whose files are gone while another one of its name is read. */
    private static final Duration SUCCESSOR_PATIENCE = Duration.ofSeconds(5);

    private final Slots slots;
    private final Claims claims;
    private final Deployments deployments;
    private final Board board;
    private final Attempts attempts;
    private final Descriptions descriptions;
    private final Outcomes outcomes;
    private final Restores restores;
    private final Settling settling;
    private final Passes passes;

    Reconciler(
            Slots slots,
            Claims claims,
            Deployments deployments,
            Board board,
            Attempts attempts,
            Outcomes outcomes,
            Restores restores,
            Settling settling,
            Passes passes) {
        this.slots = slots;
        this.claims = claims;
        this.deployments = deployments;
        this.board = board;
        this.attempts = attempts;
        this.descriptions = new Descriptions(attempts, board);
        this.outcomes = outcomes;
        this.restores = restores;
        this.settling = settling;
        this.passes = passes;
    }

    /** Follows one look at the folder. */
    void follow(Scan scan) {
        // Of a folder that is away for a moment nothing is seen, and it takes no tool with it.
        long now = System.nanoTime();
        Set<String> seen = new HashSet<>();
        for (Candidate candidate : scan.candidates()) {
            seen.add(candidate.id());
            observe(slots.findOrAdd(candidate.id(), () -> newSlot(candidate, now)), candidate, now);
        }
        if (scan.folder() == Scan.Presence.PRESENT) {
            for (Slot slot : slots.all()) {
                if (slot.kind != ArtifactKind.JAVA && !seen.contains(slot.id)) {
                    miss(slot, now);
                }
            }
        }
    }

    private static Slot newSlot(Candidate candidate, long now) {
        return new Slot(candidate.id(), candidate.kind(), candidate.guessedName(), now);
    }

    private void miss(Slot slot, long now) {
        long left = settling.goneInNanos(slot, now);
        if (left <= 0 && hasSuccessor(slot, now)) {
            passes.request(LOOK_FOR_SUCCESSOR);
        } else if (left <= 0) {
            leave(slot);
        } else {
            passes.request(Duration.ofNanos(left));
        }
    }

    /**
     * Whether another artifact is being read that says it is the same tool: its files may be those
     * that are missing, under another name.
     */
    private boolean hasSuccessor(Slot slot, long now) {
        long missing = now - slot.missingSinceNanos.orElse(now);
        return missing < SUCCESSOR_PATIENCE.toNanos()
                && slots.all().stream()
                        .anyMatch(
                                other ->
                                        other != slot
                                                && other.compiling.isEmpty()
                                                && !other.hasVersion()
                                                && other.missingSinceNanos.isEmpty()
                                                && (other.attempt == Slot.Attempt.RUNNING
                                                        || other.attempted.isEmpty())
                                                && slots.holds(slot, other.guessedName));
    }

    /** If another artifact waits for its name, that one is its update: it serves until then. */
    private void leave(Slot slot) {
        Optional<Slot> heir = claims.rival(slot).filter(rival -> canInherit(rival, slot));
        if (heir.isPresent()) {
            heir.get().problem = Optional.empty();
            heir.get().attempted = Optional.empty();
            deployments.inherit(heir.get(), slot);
            passes.request(Duration.ZERO);
        } else {
            deployments.remove(slot);
        }
    }

    private static boolean canInherit(Slot heir, Slot from) {
        return heir != from
                && heir.kind != ArtifactKind.JAVA
                && from.kind != ArtifactKind.JAVA
                && !heir.hasVersion()
                && from.current.isPresent();
    }

    private void observe(Slot slot, Candidate candidate, long now) {
        settling.observe(slot, candidate, now);
        if (slot.attempted.filter(candidate::equals).isPresent()) {
            return;
        }
        if (slot.attempt == Slot.Attempt.RUNNING) {
            // What still waits to be compiled is not what is there any more.
            slot.cancelAttempt.run();
            return;
        }
        long left = settling.waitNanos(slot, candidate, now);
        if (left > 0) {
            passes.request(Duration.ofNanos(left));
            noteWriting(slot, now);
            return;
        }
        slot.attempted = Optional.of(candidate);
        slot.wanted = Optional.empty();
        slot.read = Optional.empty();
        if (candidate.defect().isPresent()) {
            Defect defect = candidate.defect().get();
            outcomes.defective(slot, defect);
            descriptions.readFor(slot, candidate);
            if (defect.kind() != Defect.Kind.PART_MISSING) {
                restores.tryOnce(slot);
            }
        } else {
            attempt(slot, candidate);
        }
    }

    /** A copy that takes its time is shown, if nothing else is to be said of it. */
    private void noteWriting(Slot slot, long now) {
        if (slot.problem.isEmpty() && settling.isSlow(slot, now)) {
            String text = "'%s' is still being written".formatted(slot.id);
            deployments.failed(
                    slot, new Problem(ToolState.WAITING, text, Optional.empty(), Retry.NEVER));
        }
    }

    private void attempt(Slot slot, Candidate candidate) {
        slot.attempt = Slot.Attempt.RUNNING;
        slot.cancelAttempt =
                attempts.begin(
                        candidate,
                        (artifact, limits) -> accept(slot, artifact, limits),
                        new Attempts.Result() {
                            @Override
                            public void take(Outcome outcome) {
                                finish(slot, candidate, outcome);
                            }

                            @Override
                            public void waits(String reason) {
                                Reconciler.this.waits(slot, reason);
                            }
                        });
    }

    /** An artifact that waits is shown, whatever is known of it. */
    private void waits(Slot slot, String reason) {
        if (slot.attempt == Slot.Attempt.RUNNING && slot.life == Slot.Life.DEPLOYED) {
            slot.waiting = reason.isEmpty() ? Optional.empty() : Optional.of(reason);
            board.show(slot);
        }
    }

    private Answer accept(Slot slot, LoadedArtifact artifact, SandboxLimits limits)
            throws RefusedException {
        if (slot.life != Slot.Life.DEPLOYED) {
            throw new RefusedException(RefusedException.Cause.HOST, "its artifact was removed");
        }
        renamed(slot, artifact.descriptor().name())
                .ifPresent(from -> deployments.inherit(slot, from));
        if (slot.next.filter(version -> version.isSame(artifact.digest(), limits)).isPresent()) {
            return Answer.UNCHANGED;
        }
        if (slot.current.filter(version -> version.isSame(artifact.digest(), limits)).isPresent()) {
            deployments.dropNext(slot);
            slot.read = Optional.empty();
            return Answer.UNCHANGED;
        }
        slot.read = Optional.of(ToolDetails.of(artifact.descriptor(), artifact.digest(), limits));
        claims.claim(slot, artifact.descriptor().name());
        slot.problem = Optional.empty();
        slot.waiting = Optional.empty();
        slot.compiling = Optional.of(artifact.descriptor().definition().version());
        board.show(slot);
        return Answer.GO_ON;
    }

    /** The artifact that had the tool until now, and is gone under its old name. */
    private Optional<Slot> renamed(Slot slot, String tool) {
        return slots.deployed(tool)
                .filter(from -> from.missingSinceNanos.isPresent() && canInherit(slot, from));
    }

    private void finish(Slot slot, Candidate candidate, Outcome outcome) {
        slot.attempt = Slot.Attempt.NONE;
        slot.cancelAttempt = () -> {};
        slot.waiting = Optional.empty();
        if (slot.life != Slot.Life.DEPLOYED) {
            if (outcome instanceof Outcome.Ready ready) {
                ready.version().drop();
            }
            return;
        }
        if (outcome instanceof Outcome.Ready || outcome instanceof Outcome.Unchanged) {
            slot.accepted = Optional.of(candidate);
        }
        try {
            outcomes.take(slot, outcome);
            restores.tryOnce(slot);
        } catch (RuntimeException | Error e) {
            // The outcome is lost; the files are tried again.
            outcomes.tryAgain(slot);
            throw e;
        }
        if (slot.attempted.equals(slot.observed)) {
            // Nothing to look for in the folder: a start with many tools would do little else.
            passes.settled();
        } else {
            passes.request(Duration.ZERO);
        }
    }

    /** A name is free: those that wanted one try again, also if they have yet to be told so. */
    void nameIsFree() {
        for (Slot slot : slots.all()) {
            boolean isRefused =
                    slot.problem
                            .filter(problem -> problem.retry() == Retry.WHEN_A_NAME_IS_FREE)
                            .isPresent();
            if (isRefused || slot.wanted.isPresent()) {
                slot.attempted = Optional.empty();
            }
        }
        passes.request(Duration.ZERO);
    }

    /** Limits or ceilings changed: every artifact is read again, and compiled where it matters. */
    void readAgain() {
        slots.all().forEach(slot -> slot.attempted = Optional.empty());
        passes.request(Duration.ZERO);
    }

    /** Whether everything that was there at the start has been tried. */
    boolean isQuiet() {
        return slots.all().stream()
                .allMatch(
                        slot ->
                                slot.kind == ArtifactKind.JAVA
                                        || (slot.attempt == Slot.Attempt.NONE
                                                && (slot.attempted.isPresent()
                                                        || slot.problem.isPresent())));
    }
}
