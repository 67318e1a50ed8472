package org.vexhost.loader.deploy.core;

import java.util.List;
import org.vexhost.loader.deploy.state.DeploymentEffect;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentMachine;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.Transition;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * One artifact in the tools folder, or one Java tool, from its appearance to its removal. Confined
 * to the control thread.
 */
public final class Deployment {

    private final String id;
    private final ArtifactKind kind;
    private DeploymentState state;

    public Deployment(String id, ArtifactKind kind, String guessedName, long nowNanos) {
        this.id = id;
        this.kind = kind;
        this.state = DeploymentState.appeared(guessedName, nowNanos);
    }

    /** Returns the artifact's id, which is unique in the table of deployments. */
    public String id() {
        return id;
    }

    /** Returns the form of the artifact. */
    public ArtifactKind kind() {
        return kind;
    }

    /** Returns the current state. */
    public DeploymentState state() {
        return state;
    }

    /** Applies an event and stores the new state. The caller must perform the returned effects. */
    List<DeploymentEffect> apply(DeploymentEvent event) {
        Transition transition = DeploymentMachine.apply(id, state, event);
        state = transition.state();
        return transition.effects();
    }
}
