package org.vexhost.loader.deploy.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.state.DeploymentEffect.Act;
import org.vexhost.loader.deploy.state.DeploymentEffect.OfVersion;
import org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ToolDetails;

/** A transition in the making. */
final class Draft {

    private final List<DeploymentEffect> effects = new ArrayList<>();
    private DeploymentState state;

    Draft(DeploymentState state) {
        this.state = state;
    }

    DeploymentState state() {
        return state;
    }

    Transition finish() {
        return new Transition(state, effects);
    }

    Draft emit(DeploymentEffect effect) {
        effects.add(effect);
        return this;
    }

    Draft emit(VersionAct act, ToolVersion version) {
        return emit(new OfVersion(act, version));
    }

    Draft rescan(long delayNanos) {
        return emit(new DeploymentEffect.Rescan(Duration.ofNanos(Math.max(0, delayNanos))));
    }

    Draft show() {
        return emit(Act.SHOW);
    }

    Draft life(Life life) {
        return with(life, state.activity(), state.lastGood(), state.files());
    }

    Draft activity(Activity activity) {
        return with(state.life(), activity, state.lastGood(), state.files());
    }

    Draft lastGood(LastGood lastGood) {
        return with(state.life(), state.activity(), lastGood, state.files());
    }

    Draft files(SourceFiles files) {
        return with(state.life(), state.activity(), state.lastGood(), files);
    }

    private Draft with(Life life, Activity activity, LastGood lastGood, SourceFiles files) {
        state =
                new DeploymentState(
                        life,
                        activity,
                        lastGood,
                        files,
                        state.attempted(),
                        state.accepted(),
                        state.current(),
                        state.next(),
                        state.problem(),
                        state.read(),
                        state.compiling(),
                        state.waiting());
        return this;
    }

    Draft attempted(Optional<Candidate> attempted) {
        return withFiles(attempted, state.accepted());
    }

    Draft accepted(Candidate accepted) {
        return withFiles(state.attempted(), Optional.of(accepted));
    }

    private Draft withFiles(Optional<Candidate> attempted, Optional<Candidate> accepted) {
        state =
                new DeploymentState(
                        state.life(),
                        state.activity(),
                        state.lastGood(),
                        state.files(),
                        attempted,
                        accepted,
                        state.current(),
                        state.next(),
                        state.problem(),
                        state.read(),
                        state.compiling(),
                        state.waiting());
        return this;
    }

    Draft current(Optional<ToolVersion> current) {
        return withVersions(current, state.next());
    }

    Draft next(Optional<ToolVersion> next) {
        return withVersions(state.current(), next);
    }

    private Draft withVersions(Optional<ToolVersion> current, Optional<ToolVersion> next) {
        state =
                new DeploymentState(
                        state.life(),
                        state.activity(),
                        state.lastGood(),
                        state.files(),
                        state.attempted(),
                        state.accepted(),
                        current,
                        next,
                        state.problem(),
                        state.read(),
                        state.compiling(),
                        state.waiting());
        return this;
    }

    Draft problem(Optional<Problem> problem) {
        return withNews(problem, state.read(), state.compiling(), state.waiting());
    }

    Draft read(Optional<ToolDetails> read) {
        return withNews(state.problem(), read, state.compiling(), state.waiting());
    }

    Draft compiling(Optional<String> compiling) {
        return withNews(state.problem(), state.read(), compiling, state.waiting());
    }

    Draft waiting(Optional<String> waiting) {
        return withNews(state.problem(), state.read(), state.compiling(), waiting);
    }

    private Draft withNews(
            Optional<Problem> problem,
            Optional<ToolDetails> read,
            Optional<String> compiling,
            Optional<String> waiting) {
        state =
                new DeploymentState(
                        state.life(),
                        state.activity(),
                        state.lastGood(),
                        state.files(),
                        state.attempted(),
                        state.accepted(),
                        state.current(),
                        state.next(),
                        problem,
                        read,
                        compiling,
                        waiting);
        return this;
    }
}
