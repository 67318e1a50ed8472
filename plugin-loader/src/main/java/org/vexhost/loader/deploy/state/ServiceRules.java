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

/** Rules that start and stop the serving of versions: updates, blocks, failures, removals. */
final class ServiceRules {

    private ServiceRules() {}

    /**
     * Handles a version that is ready. The version serves, or it waits for grants, for an approval,
     * or until the tool is enabled.
     */
    static void ready(Draft draft, ToolVersion version) {
        draft.compiling(Optional.empty()).problem(Optional.empty());
        SourceFiles files = draft.state().files();
        draft.files(files.notBefore(files.notBeforeNanos(), 0));
        dropNext(draft);
        draft.next(Optional.of(version));
        reconsider(draft);
    }

    /**
     * Checks again whether the waiting version may serve. Grants, approval or enablement may have
     * changed.
     */
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

    /** Sends new calls to {@code next}; calls in flight finish on the version they started on. */
    private static void promote(Draft draft, ToolVersion next) {
        Optional<ToolVersion> old = draft.state().current();
        draft.emit(VersionAct.STAND_FOR_TOOL, next).emit(VersionAct.ARCHIVE, next);
        old.ifPresent(version -> draft.emit(VersionAct.KEEP_GRANTS, version));
        draft.current(Optional.of(next)).next(Optional.empty()).read(Optional.empty());
        draft.show();
        old.ifPresent(version -> draft.emit(VersionAct.LEAVE_BEHIND, version));
        draft.emit(Act.RELEASE_UNUSED_NAMES);
    }

    /**
     * Handles a problem with the files. A version that exceeds a lowered ceiling must stop serving,
     * whatever the problem is.
     */
    static void fail(Draft draft, Problem problem, Ceilings ceilings) {
        if (ceilings == Ceilings.EXCEEDED) {
            suspend(draft, problem);
        } else {
            failed(draft, problem);
        }
    }

    /**
     * Records that the newest files did not become a version. The serving version keeps serving.
     */
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

    /** Takes the tool out of service because some of its files are missing. */
    static void withdraw(Draft draft, Problem problem) {
        suspend(draft, problem);
        draft.emit(Act.RELEASE_UNUSED_NAMES).show();
    }

    /**
     * Takes the serving version out of service. The artifact still owns the name until another
     * artifact claims it, so that callers learn why the tool is unavailable.
     */
    private static void suspend(Draft draft, Problem problem) {
        Optional<ToolVersion> old = draft.state().current();
        dropNext(draft);
        draft.current(Optional.empty()).compiling(Optional.empty()).problem(Optional.of(problem));
        draft.show();
        old.ifPresent(version -> draft.emit(VersionAct.RETIRE, version));
        draft.emit(Act.OFFER_NAMES);
    }

    /**
     * Suspends a tool whose version exceeds a ceiling, and drops a waiting update. The tool can
     * serve again only if the ceilings change or its files do.
     */
    static void ceilingsExceeded(Draft draft) {
        String version = draft.state().current().map(ToolVersion::version).orElse("");
        if (draft.state().next().isPresent()) {
            // The update's files are read again, because the update may request lower limits.
            draft.attempted(Optional.empty());
        }
        suspend(
                draft,
                Problem.failed("version %s exceeds a ceiling of the host".formatted(version)));
    }

    /**
     * Brings back the version that an earlier process served, unless a newer version serves now.
     */
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

    /**
     * Removes this deployment after another artifact has taken over its files and its serving
     * version.
     */
    static void handedOver(Draft draft) {
        draft.life(Life.GONE).emit(Act.LEAVE_TABLE).emit(Act.CANCEL_PREPARATION);
        dropNext(draft);
        draft.current(Optional.empty());
    }

    /**
     * Handles a removed artifact. New calls are rejected. When the calls in flight have ended, the
     * deployment is forgotten.
     */
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

    /**
     * Prepares for the end of the process. Bundles and ownership of names remain for the next
     * process.
     */
    static void closing(Draft draft) {
        draft.life(Life.CLOSING);
        dropNext(draft);
        if (draft.state().current().isPresent()) {
            draft.show();
        }
    }

    /** Drops the waiting update. */
    static void dropNext(Draft draft) {
        draft.state().next().ifPresent(version -> draft.emit(VersionAct.DROP, version));
        draft.next(Optional.empty());
    }
}
