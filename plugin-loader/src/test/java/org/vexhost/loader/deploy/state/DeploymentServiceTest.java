package org.vexhost.loader.deploy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.CANCEL_PREPARATION;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.CLEAR_STATUS;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.LEAVE_TABLE;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.OFFER_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RELEASE_ALL_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RELEASE_FORMER_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.RELEASE_UNUSED_NAMES;
import static org.vexhost.loader.deploy.state.DeploymentEffect.Act.SHOW;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.ARCHIVE;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.DRAIN;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.DROP;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.FORGET_CONTENT;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.JUDGE;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.KEEP_GRANTS;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.LEAVE_BEHIND;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.RETIRE;
import static org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct.STAND_FOR_TOOL;
import static org.vexhost.loader.deploy.state.DeploymentRows.BAD;
import static org.vexhost.loader.deploy.state.DeploymentRows.BLOCKED;
import static org.vexhost.loader.deploy.state.DeploymentRows.BLOCKED_UPDATE;
import static org.vexhost.loader.deploy.state.DeploymentRows.ID;
import static org.vexhost.loader.deploy.state.DeploymentRows.IDLE;
import static org.vexhost.loader.deploy.state.DeploymentRows.NAME_TAKEN;
import static org.vexhost.loader.deploy.state.DeploymentRows.NEW;
import static org.vexhost.loader.deploy.state.DeploymentRows.ONE;
import static org.vexhost.loader.deploy.state.DeploymentRows.SERVING;
import static org.vexhost.loader.deploy.state.DeploymentRows.THREE;
import static org.vexhost.loader.deploy.state.DeploymentRows.TWO;
import static org.vexhost.loader.deploy.state.DeploymentRows.does;
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
import org.vexhost.loader.deploy.state.DeploymentEvent.CeilingsExceeded;
import org.vexhost.loader.deploy.state.DeploymentEvent.Failed;
import org.vexhost.loader.deploy.state.DeploymentEvent.Inherited;
import org.vexhost.loader.deploy.state.DeploymentEvent.Judged;
import org.vexhost.loader.deploy.state.DeploymentEvent.RestoreEnded;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentEvent.Verdict;
import org.vexhost.loader.deploy.state.DeploymentEvent.VersionReady;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.DeploymentState.Life;

/** Each row: what a deployment is like, an event, what changes, and what is to be done. */
@DisplayName("The state machine of a deployment, with what serves,")
class DeploymentServiceTest {

    static Stream<Arguments> service() {
        return Stream.of(
                row(
                        "a version that may serves",
                        BLOCKED,
                        new Judged(TWO, Verdict.ALLOWED),
                        draft -> draft.next(Optional.empty()).current(Optional.of(TWO)),
                        does(STAND_FOR_TOOL, TWO),
                        does(ARCHIVE, TWO),
                        SHOW,
                        RELEASE_UNUSED_NAMES,
                        SHOW),
                row(
                        "an update takes the place of what serves",
                        BLOCKED_UPDATE,
                        new Judged(TWO, Verdict.ALLOWED),
                        draft ->
                                draft.next(Optional.empty())
                                        .current(Optional.of(TWO))
                                        .read(Optional.empty()),
                        does(STAND_FOR_TOOL, TWO),
                        does(ARCHIVE, TWO),
                        does(KEEP_GRANTS, ONE),
                        SHOW,
                        does(LEAVE_BEHIND, ONE),
                        RELEASE_UNUSED_NAMES,
                        SHOW),
                row(
                        "a version that is blocked has its bundle",
                        BLOCKED,
                        new Judged(TWO, Verdict.BLOCKED),
                        draft -> draft,
                        does(STAND_FOR_TOOL, TWO),
                        SHOW),
                row(
                        "an update that is blocked waits",
                        BLOCKED_UPDATE,
                        new Judged(TWO, Verdict.BLOCKED),
                        draft -> draft,
                        SHOW),
                row(
                        "what was said of a version that is gone counts for nothing",
                        BLOCKED_UPDATE,
                        new Judged(THREE, Verdict.ALLOWED),
                        draft -> draft),
                row(
                        "grants may have changed for what waits",
                        BLOCKED,
                        Signal.RECONSIDER,
                        draft -> draft,
                        does(JUDGE, TWO)),
                row(
                        "grants may have changed for what serves",
                        SERVING,
                        Signal.RECONSIDER,
                        draft -> draft,
                        SHOW),
                row(
                        "grants of a tool that is gone change nothing",
                        with(BLOCKED, draft -> draft.life(Life.DRAINING)),
                        Signal.RECONSIDER,
                        draft -> draft),
                row(
                        "an update that was taken back is dropped",
                        BLOCKED_UPDATE,
                        Signal.SAME_AS_CURRENT,
                        draft -> draft.next(Optional.empty()).read(Optional.empty()),
                        does(DROP, TWO)),
                row(
                        "a lowered ceiling suspends what serves",
                        SERVING,
                        new CeilingsExceeded(),
                        draft ->
                                draft.current(Optional.empty())
                                        .problem(
                                                Optional.of(
                                                        Problem.failed(
                                                                "version 1 exceeds a ceiling of"
                                                                        + " the host"))),
                        SHOW,
                        does(RETIRE, ONE),
                        OFFER_NAMES),
                row(
                        "a Java tool serves when it is judged",
                        NEW,
                        new VersionReady(ONE),
                        draft -> draft.next(Optional.of(ONE)),
                        does(JUDGE, ONE)),
                row(
                        "a failure drops what waits",
                        BLOCKED,
                        new Failed(BAD),
                        draft -> draft.next(Optional.empty()).problem(Optional.of(BAD)),
                        does(DROP, TWO),
                        SHOW,
                        OFFER_NAMES));
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                row(
                        "a tool that is removed drains",
                        BLOCKED_UPDATE,
                        Signal.REMOVED,
                        draft -> draft.life(Life.DRAINING).next(Optional.empty()),
                        LEAVE_TABLE,
                        CANCEL_PREPARATION,
                        does(DROP, TWO),
                        SHOW,
                        OFFER_NAMES,
                        does(DRAIN, ONE)),
                row(
                        "one without a version is gone at once",
                        BLOCKED,
                        Signal.REMOVED,
                        draft -> draft.life(Life.GONE).next(Optional.empty()),
                        LEAVE_TABLE,
                        CANCEL_PREPARATION,
                        does(DROP, TWO),
                        RELEASE_ALL_NAMES,
                        CLEAR_STATUS),
                row(
                        "a drained tool is gone",
                        with(SERVING, draft -> draft.life(Life.DRAINING)),
                        Signal.DRAINED,
                        draft -> draft.life(Life.GONE),
                        RELEASE_ALL_NAMES,
                        CLEAR_STATUS,
                        does(DROP, ONE)),
                row(
                        "the host closes a tool that serves",
                        BLOCKED_UPDATE,
                        Signal.CLOSING,
                        draft -> draft.life(Life.CLOSING).next(Optional.empty()),
                        does(DROP, TWO),
                        SHOW),
                row(
                        "what an heir takes over is handed over",
                        BLOCKED_UPDATE,
                        Signal.HANDED_OVER,
                        draft ->
                                draft.life(Life.GONE)
                                        .next(Optional.empty())
                                        .current(Optional.empty()),
                        LEAVE_TABLE,
                        CANCEL_PREPARATION,
                        does(DROP, TWO)),
                row(
                        "an heir tries its files again",
                        with(IDLE, draft -> draft.problem(Optional.of(NAME_TAKEN))),
                        Signal.CHOSEN_AS_HEIR,
                        draft -> draft.problem(Optional.empty()).attempted(Optional.empty())),
                row(
                        "an heir serves what it took over",
                        IDLE,
                        new Inherited(Optional.of(ONE)),
                        draft -> draft.current(Optional.of(ONE))),
                row(
                        "a free name is worth another try",
                        with(IDLE, draft -> draft.problem(Optional.of(NAME_TAKEN))),
                        Signal.NAME_FREED,
                        draft -> draft.attempted(Optional.empty())),
                row(
                        "other limits are worth another try",
                        SERVING,
                        Signal.READ_AGAIN,
                        draft -> draft.attempted(Optional.empty())));
    }

    static Stream<Arguments> restores() {
        DeploymentState restoring =
                with(IDLE, draft -> draft.activity(Activity.RESTORING).lastGood(LastGood.TRYING));
        UnaryOperator<Draft> tried =
                draft -> draft.activity(Activity.IDLE).lastGood(LastGood.TRIED);
        return Stream.of(
                row(
                        "what served before is looked for once",
                        IDLE,
                        Signal.RESTORE_STARTED,
                        draft -> draft.activity(Activity.RESTORING).lastGood(LastGood.TRYING)),
                row(
                        "nothing served before",
                        IDLE,
                        Signal.NO_LAST_GOOD,
                        draft -> draft.lastGood(LastGood.TRIED),
                        RELEASE_FORMER_NAMES),
                row(
                        "what served before is still serving",
                        restoring,
                        new RestoreEnded(Optional.of(ONE), Verdict.ALLOWED),
                        draft -> tried.apply(draft).current(Optional.of(ONE)),
                        does(STAND_FOR_TOOL, ONE),
                        does(FORGET_CONTENT, ONE),
                        SHOW,
                        RELEASE_FORMER_NAMES,
                        rescan(0)),
                row(
                        "unless the grants are others by now",
                        restoring,
                        new RestoreEnded(Optional.of(ONE), Verdict.BLOCKED),
                        tried,
                        does(DROP, ONE),
                        RELEASE_FORMER_NAMES,
                        rescan(0)),
                row(
                        "or something newer serves",
                        with(restoring, draft -> draft.current(Optional.of(TWO))),
                        new RestoreEnded(Optional.of(ONE), Verdict.ALLOWED),
                        tried,
                        does(DROP, ONE),
                        RELEASE_FORMER_NAMES,
                        rescan(0)),
                row(
                        "or its artifact is gone",
                        with(restoring, draft -> draft.life(Life.GONE)),
                        new RestoreEnded(Optional.of(ONE), Verdict.ALLOWED),
                        tried,
                        does(DROP, ONE),
                        rescan(0)),
                row(
                        "what served before cannot be read",
                        restoring,
                        new RestoreEnded(Optional.empty(), Verdict.ALLOWED),
                        tried,
                        RELEASE_FORMER_NAMES,
                        rescan(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"service", "endings", "restores"})
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
