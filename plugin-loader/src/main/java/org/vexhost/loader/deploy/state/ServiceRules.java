package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.state.DeploymentEffect.Act;
import org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Judged;
import org.vexhost.loader.deploy.state.DeploymentEvent.RestoreEnded;
import org.vexhost.loader.deploy.state.DeploymentEvent.Verdict;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.version.ToolVersion;

/** Brings versions into service and out of it: swaps, blocks, failures, removals. */
final class ServiceRules {

    private ServiceRules() {}

    /** A version is ready: it serves, or waits for grants, approval, or to be enabled. */
    static void ready(Draft draft, ToolVersion version) {
        draft.compiling(Optional.empty()).problem(Optional.empty());
        SourceFiles files = draft.state().files();
        draft.files(files.notBefore(files.notBeforeNanos(), 0));
        dropNext(draft);
        draft.next(Optional.of(version));
        reconsider(draft);
    }

    /** Grants, approval or an operator's will may have changed. */
    static void reconsider(Draft draft) {
        if (draft.state().isDeployed()) {
            draft.state()
                    .next()
                    .ifPresentOrElse(next -> draft.emit(VersionAct.JUDGE, next), draft::show);
        }
    }

    static void judged(Draft draft, Judged event) {
        ToolVersion next = event.version();
        if (draft.state().next().filter(each -> each == next).isEmpty()) {
            return;
        }
        if (event.verdict() == Verdict.ALLOWED) {
            promote(draft, next);
        } else if (draft.state().current().isEmpty()) {
            draft.emit(VersionAct.STAND_FOR_TOOL, next);
        }
        draft.show();
    }

    /** From here on new calls go to {@code next}; calls in flight end where they began. */
    private static void promote(Draft draft, ToolVersion next) {
        Optional<ToolVersion> old = draft.state().current();
        draft.emit(VersionAct.STAND_FOR_TOOL, next).emit(VersionAct.ARCHIVE, next);
        old.ifPresent(version -> draft.emit(VersionAct.KEEP_GRANTS, version));
        draft.current(Optional.of(next)).next(Optional.empty()).read(Optional.empty());
        draft.show();
        old.ifPresent(version -> draft.emit(VersionAct.LEAVE_BEHIND, version));
        draft.emit(Act.RELEASE_UNUSED_NAMES);
    }

    /** An operator who lowers a ceiling means what serves, too, whatever became of its files. */
    static void fail(Draft draft, Problem problem, Ceilings ceilings) {
        if (ceilings == Ceilings.EXCEEDED) {
            suspend(draft, problem);
        } else {
            failed(draft, problem);
        }
    }

    /** The newest artifact is not a version. What serves keeps serving. */
    static void failed(Draft draft, Problem problem) {
        draft.compiling(Optional.empty()).problem(Optional.of(problem));
        if (problem.state() == ToolState.FAILED) {
            dropNext(draft);
        }
        if (draft.state().hasVersion()) {
            draft.emit(Act.RELEASE_UNUSED_NAMES);
        }
        draft.show().emit(Act.OFFER_NAMES);
    }

    /** The files that make it a tool are not all there any more: nothing serves. */
    static void withdraw(Draft draft, Problem problem) {
        suspend(draft, problem);
        draft.emit(Act.RELEASE_UNUSED_NAMES).show();
    }

    /**
     * What serves may not any more. It keeps its name until another asks, so that callers hear why.
     */
    private static void suspend(Draft draft, Problem problem) {
        Optional<ToolVersion> old = draft.state().current();
        dropNext(draft);
        draft.current(Optional.empty()).compiling(Optional.empty()).problem(Optional.of(problem));
        draft.show();
        old.ifPresent(version -> draft.emit(VersionAct.RETIRE, version));
        draft.emit(Act.OFFER_NAMES);
    }

    /** Its files stay the same, so only other limits help: what waits goes with what serves. */
    static void ceilingsExceeded(Draft draft) {
        String version = draft.state().current().map(ToolVersion::version).orElse("");
        if (draft.state().next().isPresent()) {
            // It is read again: its limits may be lower.
            draft.attempted(Optional.empty());
        }
        suspend(
                draft,
                Problem.failed("version %s exceeds a ceiling of the host".formatted(version)));
    }

    /** What served before the process began is still serving, if nothing newer does by now. */
    static void restoreEnded(Draft draft, RestoreEnded event) {
        draft.activity(Activity.IDLE);
        event.version().ifPresent(version -> restored(draft, version, event.verdict()));
        noLastGood(draft);
        draft.rescan(0);
    }

    private static void restored(Draft draft, ToolVersion version, Verdict verdict) {
        DeploymentState state = draft.state();
        if (!state.isDeployed() || state.current().isPresent() || verdict == Verdict.BLOCKED) {
            draft.emit(VersionAct.DROP, version);
            return;
        }
        draft.current(Optional.of(version));
        draft.emit(VersionAct.STAND_FOR_TOOL, version).emit(VersionAct.FORGET_CONTENT, version);
        draft.show();
    }

    static void noLastGood(Draft draft) {
        draft.lastGood(LastGood.TRIED);
        if (draft.state().isDeployed()) {
            draft.emit(Act.RELEASE_FORMER_NAMES);
        }
    }

    /** The files of {@code this} are those of an heir now: what serves goes over to it. */
    static void handedOver(Draft draft) {
        draft.life(Life.GONE).emit(Act.LEAVE_TABLE).emit(Act.CANCEL_PREPARATION);
        dropNext(draft);
        draft.current(Optional.empty());
    }

    /** Its artifact is gone: new calls are refused, those in flight end, then it is forgotten. */
    static void removed(Draft draft) {
        draft.life(Life.DRAINING).emit(Act.LEAVE_TABLE).emit(Act.CANCEL_PREPARATION);
        dropNext(draft);
        Optional<ToolVersion> last = draft.state().current();
        if (last.isEmpty()) {
            forget(draft);
        } else {
            draft.show().emit(Act.OFFER_NAMES).emit(VersionAct.DRAIN, last.get());
        }
    }

    static void drained(Draft draft) {
        forget(draft);
        draft.state().current().ifPresent(last -> draft.emit(VersionAct.DROP, last));
    }

    private static void forget(Draft draft) {
        draft.life(Life.GONE).emit(Act.RELEASE_ALL_NAMES).emit(Act.CLEAR_STATUS);
    }

    /** Bundles and names stay for the next process. */
    static void closing(Draft draft) {
        draft.life(Life.CLOSING);
        dropNext(draft);
        if (draft.state().current().isPresent()) {
            draft.show();
        }
    }

    /** An update that waits was taken back. */
    static void dropNext(Draft draft) {
        draft.state().next().ifPresent(version -> draft.emit(VersionAct.DROP, version));
        draft.next(Optional.empty());
    }
}
