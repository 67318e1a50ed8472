package org.vexhost.loader.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.Attempts.Outcome;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.registry.ToolDetails;

/** Turns what came of an attempt into what is deployed. Confined to the control thread. */
final class Outcomes {

    /** How long after its last change a file that ends early may still be on its way. */
    private static final Duration CUT_SHORT_AFTER = Duration.ofSeconds(1);

    /** When what the host could not do is tried again: then after twice the time, and so on. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    private static final Duration LAST_TRY = Duration.ofMinutes(10);

    private final Deployments deployments;
    private final Supplier<HostSettings> settings;
    private final Passes passes;

    Outcomes(Deployments deployments, Supplier<HostSettings> settings, Passes passes) {
        this.deployments = deployments;
        this.settings = settings;
        this.passes = passes;
    }

    void take(Slot slot, Outcome outcome) {
        if (outcome instanceof Outcome.Ready ready) {
            deployments.ready(slot, ready.version());
        } else if (outcome instanceof Outcome.Unchanged) {
            unchanged(slot);
        } else if (outcome instanceof Outcome.Cancelled) {
            cancelled(slot);
        } else if (outcome instanceof Outcome.Defective defective) {
            note(slot, defective.known());
            defective(slot, defective.defect());
        } else if (outcome instanceof Outcome.Refused refused) {
            note(slot, refused.known());
            refused(slot, refused);
        }
    }

    /** What is known of an artifact that was accepted is more than of one that was not. */
    private static void note(Slot slot, Optional<ToolDetails> known) {
        if (slot.read.isEmpty()) {
            slot.read = known;
        }
    }

    /** Its files are others by now, and those are tried; what was read of them says nothing. */
    private void cancelled(Slot slot) {
        slot.compiling = Optional.empty();
        slot.read = Optional.empty();
        slot.attempted = Optional.empty();
        deployments.reconsider(slot);
    }

    /** An update that was taken back, or a file that was only touched. */
    private void unchanged(Slot slot) {
        slot.problem = Optional.empty();
        slot.compiling = Optional.empty();
        deployments.reconsider(slot);
        if (slot.current.filter(this::exceedsCeilings).isPresent()) {
            String text =
                    "version %s exceeds a ceiling of the host"
                            .formatted(slot.current.get().version());
            if (slot.next.isPresent()) {
                // It goes with what serves, and is read again: its limits may be lower.
                slot.attempted = Optional.empty();
            }
            fail(slot, new Problem(ToolState.FAILED, text, Optional.empty(), Retry.NEVER));
        }
    }

    /** An operator who lowers a ceiling means what serves, too, whatever became of its files. */
    private void fail(Slot slot, Problem problem) {
        if (slot.current.filter(this::exceedsCeilings).isPresent()) {
            deployments.suspend(slot, problem);
        } else {
            deployments.failed(slot, problem);
        }
    }

    /** The files are not a tool; for some defects nobody needs to read them to know. */
    void defective(Slot slot, Defect defect) {
        switch (defect.kind()) {
            case PART_MISSING -> {
                Problem problem = problem(ToolState.WAITING, defect);
                if (isTaken(slot)) {
                    deployments.withdraw(slot, problem);
                } else {
                    fail(slot, problem);
                }
            }
            case CUT_SHORT -> {
                long patience = slot.changedNanos + CUT_SHORT_AFTER.toNanos();
                boolean patient = patience - System.nanoTime() > 0;
                if (patient) {
                    tryAgain(slot, patience);
                }
                ToolState state = patient ? ToolState.WAITING : ToolState.FAILED;
                fail(slot, problem(state, defect));
            }
            case NOT_READ -> {
                tryAgain(slot);
                fail(slot, problem(ToolState.FAILED, defect));
            }
            case REFUSED -> fail(slot, problem(ToolState.FAILED, defect));
        }
    }

    /**
     * Whether what it was made from is gone. A descriptor that asks for another module than before
     * is an update that is on its way: what serves goes on until that is there.
     */
    private static boolean isTaken(Slot slot) {
        Optional<List<Path>> files =
                slot.observed
                        .filter(candidate -> candidate.defect().isPresent())
                        .map(Candidate::files);
        return files.isPresent()
                && (files.get().isEmpty() || files.equals(slot.accepted.map(Candidate::files)));
    }

    private static Problem problem(ToolState state, Defect defect) {
        return new Problem(state, defect.text(), Optional.empty(), Retry.NEVER);
    }

    private void refused(Slot slot, Outcome.Refused refused) {
        if (refused.cause() == RefusedException.Cause.HOST) {
            tryAgain(slot);
        }
        Retry retry =
                refused.cause() == RefusedException.Cause.NAME_TAKEN
                        ? Retry.WHEN_A_NAME_IS_FREE
                        : Retry.NEVER;
        Optional<String> version = refused.known().map(details -> details.definition().version());
        fail(slot, new Problem(ToolState.FAILED, refused.text(), version, retry));
    }

    private boolean exceedsCeilings(Version version) {
        return RequestedLimits.exceed(version.limits(), settings.get().ceilings());
    }

    /** The host is why: the next try comes later each time, until the files change. */
    void tryAgain(Slot slot) {
        int doubled = Math.min(slot.failuresOfHost++, 10);
        long delay = Math.min(NEXT_TRY.toNanos() << doubled, LAST_TRY.toNanos());
        tryAgain(slot, System.nanoTime() + delay);
    }

    private void tryAgain(Slot slot, long atNanos) {
        slot.attempted = Optional.empty();
        slot.notBeforeNanos = atNanos;
        passes.request(Duration.ofNanos(Math.max(0, atNanos - System.nanoTime())));
    }
}
