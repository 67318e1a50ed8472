package org.vexhost.loader.deploy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.CANCEL_PREPARATION;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.FORGET_WANTED_NAME;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.OFFER_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RELEASE_UNUSED_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RESTORE_LAST_GOOD;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.SHOW;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.RETIRE;
import static org.vexhost.loader.deploy.state.DeploymentRows.BAD;
import static org.vexhost.loader.deploy.state.DeploymentRows.CUT;
import static org.vexhost.loader.deploy.state.DeploymentRows.FIRST;
import static org.vexhost.loader.deploy.state.DeploymentRows.ID;
import static org.vexhost.loader.deploy.state.DeploymentRows.IDLE;
import static org.vexhost.loader.deploy.state.DeploymentRows.MILLI;
import static org.vexhost.loader.deploy.state.DeploymentRows.NEW;
import static org.vexhost.loader.deploy.state.DeploymentRows.ODD;
import static org.vexhost.loader.deploy.state.DeploymentRows.ONE;
import static org.vexhost.loader.deploy.state.DeploymentRows.OTHER;
import static org.vexhost.loader.deploy.state.DeploymentRows.PARTIAL;
import static org.vexhost.loader.deploy.state.DeploymentRows.PREPARING;
import static org.vexhost.loader.deploy.state.DeploymentRows.SECOND;
import static org.vexhost.loader.deploy.state.DeploymentRows.SEEN;
import static org.vexhost.loader.deploy.state.DeploymentRows.SERVING;
import static org.vexhost.loader.deploy.state.DeploymentRows.UNREADABLE;
import static org.vexhost.loader.deploy.state.DeploymentRows.candidate;
import static org.vexhost.loader.deploy.state.DeploymentRows.does;
import static org.vexhost.loader.deploy.state.DeploymentRows.observed;
import static org.vexhost.loader.deploy.state.DeploymentRows.rescan;
import static org.vexhost.loader.deploy.state.DeploymentRows.row;
import static org.vexhost.loader.deploy.state.DeploymentRows.with;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.state.DeploymentEffect.Prepare;
import org.vexhost.loader.deploy.state.DeploymentEffect.ReadDescriptor;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Missing;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;

/** Each row: what a deployment is like, an event, what changes, and what is to be done. */
@DisplayName("The state machine of a deployment, with files,")
class DeploymentFilesTest {

    static Stream<Arguments> files() {
        SourceFiles seen = SEEN.files();
        return Stream.of(
                row(
                        "new files settle first",
                        NEW,
                        observed(FIRST, 0),
                        draft -> draft.files(seen),
                        rescan(100)),
                row(
                        "files that change settle for twice the pause between changes",
                        SEEN,
                        observed(OTHER, 80),
                        draft -> draft.files(seen.seen(OTHER, Optional.empty(), 80 * MILLI)),
                        rescan(160)),
                row(
                        "files that change for long are shown as being written",
                        SEEN,
                        observed(OTHER, 501),
                        draft ->
                                draft.files(seen.seen(OTHER, Optional.empty(), 501 * MILLI))
                                        .problem(
                                                Optional.of(
                                                        Problem.waiting(
                                                                "'csv.wasm' is still being"
                                                                        + " written"))),
                        rescan(400),
                        SHOW,
                        OFFER_NAMES),
                row(
                        "files that are not settled yet wait on",
                        SEEN,
                        observed(FIRST, 99),
                        draft -> draft,
                        rescan(1)),
                row(
                        "settled files are prepared",
                        SEEN,
                        observed(FIRST, 100),
                        draft -> draft.attempted(Optional.of(FIRST)).activity(Activity.PREPARING),
                        FORGET_WANTED_NAME,
                        new Prepare(FIRST)),
                row("files that were tried are left", IDLE, observed(FIRST, 900), draft -> draft),
                row(
                        "other files while the old ones are prepared cancel that",
                        PREPARING,
                        observed(OTHER, 900),
                        draft -> draft.files(seen.seen(OTHER, Optional.of(FIRST), 900 * MILLI)),
                        CANCEL_PREPARATION),
                row(
                        "files of a version that is being restored wait for that",
                        with(SEEN, draft -> draft.activity(Activity.RESTORING)),
                        observed(FIRST, 900),
                        draft -> draft,
                        CANCEL_PREPARATION),
                row(
                        "missing files are waited for",
                        SERVING,
                        new Missing(0),
                        draft -> draft.files(seen.missing(0)),
                        rescan(150)),
                row(
                        "files that are missing for long are for the reconciler",
                        with(SERVING, draft -> draft.files(seen.missing(0))),
                        new Missing(150 * MILLI),
                        draft -> draft),
                row(
                        "files that are back are not missing",
                        with(SERVING, draft -> draft.files(seen.missing(0))),
                        observed(FIRST, 100),
                        draft -> draft.files(seen)));
    }

    private static Arguments defectRow(
            String name,
            DeploymentState before,
            Candidate candidate,
            long millis,
            Ceilings ceilings,
            UnaryOperator<Draft> change,
            DeploymentEffect... effects) {
        DeploymentState shown =
                with(
                        before,
                        draft -> draft.files(before.files().seen(candidate, Optional.empty(), 0)));
        return row(name, shown, observed(candidate, millis, ceilings), change, effects);
    }

    static Stream<Arguments> defects() {
        Problem waiting = Problem.waiting("bad");
        return Stream.of(
                defectRow(
                        "a part that is missing is waited for",
                        NEW,
                        PARTIAL,
                        150,
                        Ceilings.KEPT,
                        draft ->
                                draft.attempted(Optional.of(PARTIAL)).problem(Optional.of(waiting)),
                        FORGET_WANTED_NAME,
                        SHOW,
                        OFFER_NAMES,
                        new ReadDescriptor(PARTIAL)),
                defectRow(
                        "a part that was taken away withdraws what serves",
                        SERVING,
                        PARTIAL,
                        150,
                        Ceilings.KEPT,
                        draft ->
                                draft.attempted(Optional.of(PARTIAL))
                                        .current(Optional.empty())
                                        .problem(Optional.of(waiting)),
                        FORGET_WANTED_NAME,
                        SHOW,
                        does(RETIRE, ONE),
                        OFFER_NAMES,
                        RELEASE_UNUSED_NAMES,
                        SHOW,
                        new ReadDescriptor(PARTIAL)),
                defectRow(
                        "a file that ends early may still be on its way",
                        NEW,
                        CUT,
                        100,
                        Ceilings.KEPT,
                        draft ->
                                draft.files(notBefore(CUT, SECOND, 0))
                                        .problem(Optional.of(waiting)),
                        FORGET_WANTED_NAME,
                        rescan(900),
                        SHOW,
                        OFFER_NAMES,
                        new ReadDescriptor(CUT),
                        RESTORE_LAST_GOOD),
                defectRow(
                        "a file that still ends early after a second is rejected",
                        NEW,
                        CUT,
                        1000,
                        Ceilings.KEPT,
                        draft -> draft.attempted(Optional.of(CUT)).problem(Optional.of(BAD)),
                        FORGET_WANTED_NAME,
                        SHOW,
                        OFFER_NAMES,
                        new ReadDescriptor(CUT),
                        RESTORE_LAST_GOOD),
                defectRow(
                        "a file that cannot be read is tried again",
                        NEW,
                        UNREADABLE,
                        100,
                        Ceilings.KEPT,
                        draft ->
                                draft.files(notBefore(UNREADABLE, 5_100 * MILLI, 1))
                                        .problem(Optional.of(BAD)),
                        FORGET_WANTED_NAME,
                        rescan(5_000),
                        SHOW,
                        OFFER_NAMES,
                        new ReadDescriptor(UNREADABLE),
                        RESTORE_LAST_GOOD),
                defectRow(
                        "what is not a tool leaves the old version serving",
                        SERVING,
                        ODD,
                        100,
                        Ceilings.KEPT,
                        draft -> draft.attempted(Optional.of(ODD)).problem(Optional.of(BAD)),
                        FORGET_WANTED_NAME,
                        RELEASE_UNUSED_NAMES,
                        SHOW,
                        OFFER_NAMES,
                        new ReadDescriptor(ODD)),
                defectRow(
                        "but not one that exceeds a ceiling",
                        SERVING,
                        ODD,
                        100,
                        Ceilings.EXCEEDED,
                        draft ->
                                draft.attempted(Optional.of(ODD))
                                        .current(Optional.empty())
                                        .problem(Optional.of(BAD)),
                        FORGET_WANTED_NAME,
                        SHOW,
                        does(RETIRE, ONE),
                        OFFER_NAMES,
                        new ReadDescriptor(ODD)));
    }

    private static SourceFiles notBefore(Candidate candidate, long atNanos, int failures) {
        return NEW.files().seen(candidate, Optional.empty(), 0).notBefore(atNanos, failures);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"files", "defects"})
    void decides(
            String name,
            DeploymentState before,
            DeploymentEvent event,
            DeploymentState after,
            List<DeploymentEffect> effects) {
        Transition transition = DeploymentMachine.apply(ID, before, event);
        assertEquals(effects, transition.effects());
        assertEquals(after, transition.state());
    }
}
