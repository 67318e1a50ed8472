package org.vexhost.loader.deploy.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.deploy.state.DeploymentEffect.Act;
import org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct;
import org.vexhost.loader.deploy.state.DeploymentEvent.Circumstances;
import org.vexhost.loader.deploy.state.DeploymentEvent.Missing;
import org.vexhost.loader.deploy.state.DeploymentEvent.Observed;
import org.vexhost.loader.deploy.state.DeploymentEvent.PreparationEnded;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.Problem.Retry;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Rules for turning files into versions: when files are tried, and how the result changes the
 * state.
 */
final class PreparationRules {

    /** How long after its last change a truncated file counts as still being written. */
    private static final Duration CUT_SHORT_AFTER = Duration.ofSeconds(1);

    /**
     * The delay before a retry, after the first failure of the host. It doubles with each failure.
     */
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    private static final Duration LAST_TRY = Duration.ofMinutes(10);

    private PreparationRules() {}

    static void observed(Draft draft, String id, Observed event) {
        Candidate candidate = event.candidate();
        Circumstances circumstances = event.circumstances();
        long now = circumstances.nowNanos();
        draft.files(draft.state().files().seen(candidate, draft.state().attempted(), now));
        if (draft.state().attempted().filter(candidate::equals).isPresent()) {
            return;
        }
        if (draft.state().activity() != Activity.IDLE) {
            // The preparation that is waiting or running uses outdated files.
            draft.emit(Act.CANCEL_PREPARATION);
            return;
        }
        long left = draft.state().files().waitNanos(candidate, circumstances.settle(), now);
        if (left > 0) {
            draft.rescan(left);
            noteWriting(draft, id, now);
            return;
        }
        draft.attempted(Optional.of(candidate)).emit(Act.FORGET_WANTED_NAME);
        draft.read(Optional.empty());
        if (candidate.defect().isPresent()) {
            Defect defect = candidate.defect().get();
            defective(draft, defect, circumstances);
            draft.emit(new DeploymentEffect.ReadDescriptor(candidate));
            if (defect.kind() != Defect.Kind.PART_MISSING) {
                restore(draft);
            }
        } else {
            draft.activity(Activity.PREPARING).emit(new DeploymentEffect.Prepare(candidate));
        }
    }

    /** Shows that the files are still being written, unless there is another problem to show. */
    private static void noteWriting(Draft draft, String id, long now) {
        if (draft.state().problem().isEmpty() && draft.state().files().isSlow(now)) {
            ServiceRules.failed(
                    draft, Problem.waiting("'%s' is still being written".formatted(id)));
        }
    }

    static void missing(Draft draft, Missing event) {
        draft.files(draft.state().files().missing(event.nowNanos()));
        long left = draft.state().files().goneInNanos(event.nowNanos());
        if (left > 0) {
            draft.rescan(left);
        }
    }

    /** Shows why an artifact waits, even before its descriptor is known. */
    static void waits(Draft draft, String reason) {
        if (draft.state().activity() != Activity.IDLE && draft.state().isDeployed()) {
            draft.waiting(Optional.of(reason).filter(text -> !text.isEmpty())).show();
        }
    }

    static void compilationStarted(Draft draft, String version) {
        draft.problem(Optional.empty()).waiting(Optional.empty());
        draft.compiling(Optional.of(version)).show();
    }

    static void ended(Draft draft, PreparationEnded event) {
        draft.activity(Activity.IDLE).waiting(Optional.empty());
        if (!draft.state().isDeployed()) {
            if (event.result() instanceof PreparationResult.Ready ready) {
                draft.emit(VersionAct.DROP, ready.version());
            }
            return;
        }
        take(draft, event);
        restore(draft);
    }

    private static void take(Draft draft, PreparationEnded event) {
        Circumstances circumstances = event.circumstances();
        if (event.result() instanceof PreparationResult.Ready ready) {
            draft.accepted(event.candidate());
            ServiceRules.ready(draft, ready.version());
        } else if (event.result() instanceof PreparationResult.Unchanged) {
            // The operator undid the update, or only the file's time changed.
            draft.accepted(event.candidate());
            draft.problem(Optional.empty()).compiling(Optional.empty());
            ServiceRules.reconsider(draft);
            draft.emit(Act.CHECK_CEILINGS);
        } else if (event.result() instanceof PreparationResult.Cancelled) {
            // The files have changed and will be tried again. The details read from the old files
            // are obsolete.
            draft.compiling(Optional.empty()).read(Optional.empty()).attempted(Optional.empty());
            ServiceRules.reconsider(draft);
        } else if (event.result() instanceof PreparationResult.Defective defective) {
            note(draft, defective.known());
            defective(draft, defective.defect(), circumstances);
        } else if (event.result() instanceof PreparationResult.Rejected rejected) {
            note(draft, rejected.known());
            rejected(draft, rejected, circumstances);
        }
    }

    private static void restore(Draft draft) {
        if (draft.state().lastGood() == LastGood.NOT_TRIED) {
            draft.emit(Act.RESTORE_LAST_GOOD);
        }
    }

    /**
     * Records details, unless some are already known. The details of an accepted artifact are more
     * complete than those of a rejected one.
     */
    private static void note(Draft draft, Optional<ToolDetails> known) {
        if (draft.state().read().isEmpty()) {
            draft.read(known);
        }
    }

    /** Handles files that are not a tool. Some defects are found without reading the files. */
    private static void defective(Draft draft, Defect defect, Circumstances circumstances) {
        Problem waiting = Problem.waiting(defect.text());
        Problem failed = Problem.failed(defect.text());
        switch (defect.kind()) {
            case PART_MISSING -> {
                if (isTaken(draft.state())) {
                    ServiceRules.withdraw(draft, waiting);
                } else {
                    ServiceRules.fail(draft, waiting, circumstances.ceilings());
                }
            }
            case CUT_SHORT -> {
                long patience = draft.state().files().changedNanos() + CUT_SHORT_AFTER.toNanos();
                boolean patient = patience - circumstances.nowNanos() > 0;
                if (patient) {
                    int failures = draft.state().files().hostFailures();
                    tryAgain(draft, patience, failures, circumstances.nowNanos());
                }
                ServiceRules.fail(draft, patient ? waiting : failed, circumstances.ceilings());
            }
            case NOT_READ -> {
                hostFailed(draft, circumstances.nowNanos());
                ServiceRules.fail(draft, failed, circumstances.ceilings());
            }
            case REFUSED -> ServiceRules.fail(draft, failed, circumstances.ceilings());
        }
    }

    /**
     * Whether the files of the serving version are gone. If the descriptor names another module
     * than before, this is an update that is still being copied. The current version then keeps
     * serving until that module exists.
     */
    private static boolean isTaken(DeploymentState state) {
        Optional<List<Path>> files =
                state.files()
                        .observed()
                        .filter(candidate -> candidate.defect().isPresent())
                        .map(Candidate::files);
        return files.isPresent()
                && (files.get().isEmpty() || files.equals(state.accepted().map(Candidate::files)));
    }

    private static void rejected(
            Draft draft, PreparationResult.Rejected rejected, Circumstances circumstances) {
        if (rejected.cause() == ToolRejectedException.Cause.HOST) {
            hostFailed(draft, circumstances.nowNanos());
        }
        Retry retry =
                rejected.cause() == ToolRejectedException.Cause.NAME_TAKEN
                        ? Retry.WHEN_A_NAME_IS_FREE
                        : Retry.NEVER;
        Optional<String> version = rejected.known().map(details -> details.definition().version());
        ServiceRules.fail(
                draft,
                new Problem(ToolState.FAILED, rejected.text(), version, retry),
                circumstances.ceilings());
    }

    /**
     * Handles a failure of the host. The delay before the next try grows with each failure, until
     * the files change.
     */
    static void hostFailed(Draft draft, long nowNanos) {
        int failures = draft.state().files().hostFailures();
        int doubled = Math.min(failures, 10);
        long delay = Math.min(NEXT_TRY.toNanos() << doubled, LAST_TRY.toNanos());
        tryAgain(draft, nowNanos + delay, failures + 1, nowNanos);
    }

    private static void tryAgain(Draft draft, long atNanos, int failures, long nowNanos) {
        draft.attempted(Optional.empty());
        draft.files(draft.state().files().notBefore(atNanos, failures));
        draft.rescan(atNanos - nowNanos);
    }
}
