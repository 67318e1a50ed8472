package org.vexhost.loader.deploy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.CHECK_CEILINGS;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.OFFER_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RELEASE_UNUSED_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RESTORE_LAST_GOOD;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.SHOW;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.SHOW_DETAILS;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.DROP;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.JUDGE;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.RETIRE;
import static org.vexhost.loader.deploy.state.DeploymentRows.BAD;
import static org.vexhost.loader.deploy.state.DeploymentRows.BLOCKED_UPDATE;
import static org.vexhost.loader.deploy.state.DeploymentRows.DETAILS;
import static org.vexhost.loader.deploy.state.DeploymentRows.FIRST;
import static org.vexhost.loader.deploy.state.DeploymentRows.ID;
import static org.vexhost.loader.deploy.state.DeploymentRows.IDLE;
import static org.vexhost.loader.deploy.state.DeploymentRows.NEW;
import static org.vexhost.loader.deploy.state.DeploymentRows.ONE;
import static org.vexhost.loader.deploy.state.DeploymentRows.PREPARING;
import static org.vexhost.loader.deploy.state.DeploymentRows.SECOND;
import static org.vexhost.loader.deploy.state.DeploymentRows.SEEN;
import static org.vexhost.loader.deploy.state.DeploymentRows.SERVING;
import static org.vexhost.loader.deploy.state.DeploymentRows.THREE;
import static org.vexhost.loader.deploy.state.DeploymentRows.TWO;
import static org.vexhost.loader.deploy.state.DeploymentRows.UPDATING;
import static org.vexhost.loader.deploy.state.DeploymentRows.defect;
import static org.vexhost.loader.deploy.state.DeploymentRows.does;
import static org.vexhost.loader.deploy.state.DeploymentRows.ended;
import static org.vexhost.loader.deploy.state.DeploymentRows.failed;
import static org.vexhost.loader.deploy.state.DeploymentRows.observed;
import static org.vexhost.loader.deploy.state.DeploymentRows.rejected;
import static org.vexhost.loader.deploy.state.DeploymentRows.rescan;
import static org.vexhost.loader.deploy.state.DeploymentRows.row;
import static org.vexhost.loader.deploy.state.DeploymentRows.with;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.CompilationStarted;
import org.vexhost.loader.deploy.state.DeploymentEvent.DescriptorRead;
import org.vexhost.loader.deploy.state.DeploymentEvent.HostFailed;
import org.vexhost.loader.deploy.state.DeploymentEvent.Judged;
import org.vexhost.loader.deploy.state.DeploymentEvent.Verdict;
import org.vexhost.loader.deploy.state.DeploymentEvent.Waits;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.state.Problem.Retry;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException.Cause;

/** Each row: what a deployment is like, an event, what changes, and what is to be done. */
@DisplayName("The state machine of a deployment, with what came of files,")
class DeploymentResultsTest {

    static Stream<Arguments> results() {
        return Stream.of(
                row(
                        "what it waits for is shown",
                        PREPARING,
                        new Waits("its turn"),
                        draft -> draft.waiting(Optional.of("its turn")),
                        SHOW),
                row(
                        "that it goes on is shown",
                        UPDATING,
                        new Waits(""),
                        draft -> draft.waiting(Optional.empty()),
                        SHOW),
                row("what is over waits for nothing", IDLE, new Waits("x"), draft -> draft),
                row(
                        "compiling ends an old problem",
                        with(PREPARING, draft -> draft.problem(Optional.of(BAD))),
                        new CompilationStarted("2"),
                        draft -> draft.problem(Optional.empty()).compiling(Optional.of("2")),
                        SHOW),
                row(
                        "a version that is ready is judged",
                        UPDATING,
                        ended(new PreparationResult.Ready(TWO)),
                        draft -> over(draft).next(Optional.of(TWO)),
                        does(JUDGE, TWO)),
                row(
                        "a version that is ready replaces one that waits",
                        with(BLOCKED_UPDATE, draft -> draft.activity(Activity.PREPARING)),
                        ended(new PreparationResult.Ready(THREE)),
                        draft -> draft.activity(Activity.IDLE).next(Optional.of(THREE)),
                        does(DROP, TWO),
                        does(JUDGE, THREE)),
                row(
                        "the first attempt is followed by a look at what served before",
                        with(PREPARING, draft -> draft.lastGood(LastGood.NOT_TRIED)),
                        ended(rejected(Cause.TOOL)),
                        draft ->
                                draft.activity(Activity.IDLE)
                                        .read(Optional.of(DETAILS))
                                        .problem(Optional.of(failed(Retry.NEVER))),
                        SHOW,
                        OFFER_NAMES,
                        RESTORE_LAST_GOOD),
                row(
                        "a version that comes too late is dropped",
                        with(UPDATING, draft -> draft.life(Life.DRAINING)),
                        ended(new PreparationResult.Ready(TWO)),
                        draft -> draft.activity(Activity.IDLE).waiting(Optional.empty()),
                        does(DROP, TWO)),
                row(
                        "the same files again end a problem",
                        with(
                                SERVING,
                                draft ->
                                        draft.problem(Optional.of(BAD))
                                                .activity(Activity.PREPARING)),
                        ended(new PreparationResult.Unchanged()),
                        draft -> draft.problem(Optional.empty()).activity(Activity.IDLE),
                        SHOW,
                        CHECK_CEILINGS),
                row(
                        "files that changed while they waited are forgotten",
                        UPDATING,
                        ended(new PreparationResult.Cancelled()),
                        draft -> over(draft).read(Optional.empty()).attempted(Optional.empty()),
                        SHOW),
                row(
                        "a rejected update leaves the old version serving",
                        UPDATING,
                        ended(rejected(Cause.TOOL)),
                        draft -> over(draft).problem(Optional.of(failed(Retry.NEVER))),
                        RELEASE_UNUSED_NAMES,
                        SHOW,
                        OFFER_NAMES),
                row(
                        "and suspends one that exceeds a ceiling",
                        UPDATING,
                        ended(rejected(Cause.EFFORT), Ceilings.EXCEEDED),
                        draft ->
                                over(draft)
                                        .current(Optional.empty())
                                        .problem(Optional.of(failed(Retry.NEVER))),
                        SHOW,
                        does(RETIRE, ONE),
                        OFFER_NAMES),
                row(
                        "a name that is taken is worth another try when it is free",
                        PREPARING,
                        ended(rejected(Cause.NAME_TAKEN)),
                        draft ->
                                draft.activity(Activity.IDLE)
                                        .read(Optional.of(DETAILS))
                                        .problem(Optional.of(failed(Retry.WHEN_A_NAME_IS_FREE))),
                        SHOW,
                        OFFER_NAMES),
                row(
                        "what the host could not do is tried again",
                        PREPARING,
                        ended(rejected(Cause.HOST)),
                        draft ->
                                draft.activity(Activity.IDLE)
                                        .attempted(Optional.empty())
                                        .files(SEEN.files().notBefore(10 * SECOND, 1))
                                        .read(Optional.of(DETAILS))
                                        .problem(Optional.of(failed(Retry.NEVER))),
                        rescan(5_000),
                        SHOW,
                        OFFER_NAMES),
                row(
                        "files that are not a tool have a problem",
                        PREPARING,
                        ended(defect(Defect.Kind.REFUSED)),
                        draft -> draft.activity(Activity.IDLE).problem(Optional.of(BAD)),
                        SHOW,
                        OFFER_NAMES),
                row(
                        "the host failed: the second try comes after twice the time",
                        with(IDLE, draft -> draft.files(SEEN.files().notBefore(0, 1))),
                        new HostFailed(0),
                        draft ->
                                draft.attempted(Optional.empty())
                                        .files(SEEN.files().notBefore(10 * SECOND, 2)),
                        rescan(10_000)),
                row(
                        "the host failed often: the next try comes after ten minutes",
                        with(IDLE, draft -> draft.files(SEEN.files().notBefore(0, 40))),
                        new HostFailed(0),
                        draft ->
                                draft.attempted(Optional.empty())
                                        .files(SEEN.files().notBefore(600 * SECOND, 41)),
                        rescan(600_000)),
                row(
                        "what a descriptor says is shown",
                        IDLE,
                        new DescriptorRead(Optional.of(DETAILS)),
                        draft -> draft.read(Optional.of(DETAILS)),
                        SHOW_DETAILS));
    }

    private static Draft over(Draft draft) {
        return draft.activity(Activity.IDLE).waiting(Optional.empty()).compiling(Optional.empty());
    }

    @Test
    void goesTheWayFromFilesToServing() {
        DeploymentState state = NEW;
        List<DeploymentEvent> events =
                List.of(
                        observed(FIRST, 0),
                        observed(FIRST, 100),
                        new CompilationStarted("1"),
                        ended(new PreparationResult.Ready(ONE)),
                        new Judged(ONE, Verdict.ALLOWED));
        for (DeploymentEvent event : events) {
            state = DeploymentMachine.apply(ID, state, event).state();
        }
        assertEquals(Optional.of(ONE), state.current());
        assertEquals(Optional.of(FIRST), state.accepted());
        assertEquals(Activity.IDLE, state.activity());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"results"})
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
