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

/** The new state and the effects of an event, while {@link DeploymentMachine} computes them. */
final class Draft {

    private final List<DeploymentEffect> effects = new ArrayList<>();
    private Life life;
    private Activity activity;
    private LastGood lastGood;
    private SourceFiles files;
    private Optional<Candidate> attempted;
    private Optional<Candidate> accepted;
    private Optional<ToolVersion> current;
    private Optional<ToolVersion> next;
    private Optional<Problem> problem;
    private Optional<ToolDetails> read;
    private Optional<String> compiling;
    private Optional<String> waiting;

    Draft(DeploymentState state) {
        life = state.life();
        activity = state.activity();
        lastGood = state.lastGood();
        files = state.files();
        attempted = state.attempted();
        accepted = state.accepted();
        current = state.current();
        next = state.next();
        problem = state.problem();
        read = state.read();
        compiling = state.compiling();
        waiting = state.waiting();
    }

    DeploymentState state() {
        return new DeploymentState(
                life, activity, lastGood, files, attempted, accepted, current, next, problem, read,
                compiling, waiting);
    }

    Transition finish() {
        return new Transition(state(), effects);
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

    Draft life(Life changed) {
        life = changed;
        return this;
    }

    Draft activity(Activity changed) {
        activity = changed;
        return this;
    }

    Draft lastGood(LastGood changed) {
        lastGood = changed;
        return this;
    }

    Draft files(SourceFiles changed) {
        files = changed;
        return this;
    }

    Draft attempted(Optional<Candidate> changed) {
        attempted = changed;
        return this;
    }

    Draft accepted(Candidate candidate) {
        accepted = Optional.of(candidate);
        return this;
    }

    Draft current(Optional<ToolVersion> changed) {
        current = changed;
        return this;
    }

    Draft next(Optional<ToolVersion> changed) {
        next = changed;
        return this;
    }

    Draft problem(Optional<Problem> changed) {
        problem = changed;
        return this;
    }

    Draft read(Optional<ToolDetails> changed) {
        read = changed;
        return this;
    }

    Draft compiling(Optional<String> changed) {
        compiling = changed;
        return this;
    }

    Draft waiting(Optional<String> changed) {
        waiting = changed;
        return this;
    }
}
