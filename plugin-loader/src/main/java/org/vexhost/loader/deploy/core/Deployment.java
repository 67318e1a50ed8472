package org.vexhost.loader.deploy.core;

import java.util.List;
import org.vexhost.loader.deploy.state.DeploymentEffect;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentMachine;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.Transition;
import org.vexhost.loader.registry.ArtifactKind;

/** One artifact, from when it appears until it is gone. Confined to the control thread. */
public final class Deployment {

    private final String id;
    private final ArtifactKind kind;
    private DeploymentState state;

    public Deployment(String id, ArtifactKind kind, String guessedName, long nowNanos) {
        this.id = id;
        this.kind = kind;
        this.state = DeploymentState.appeared(guessedName, nowNanos);
    }

    /** The artifact: unique among those that are there. */
    public String id() {
        return id;
    }

    /** What it is made of. */
    public ArtifactKind kind() {
        return kind;
    }

    /** What is known of it now. */
    public DeploymentState state() {
        return state;
    }

    /** Takes the state that an event leads to; the effects are still to be done. */
    List<DeploymentEffect> apply(DeploymentEvent event) {
        Transition transition = DeploymentMachine.apply(id, state, event);
        state = transition.state();
        return transition.effects();
    }
}
