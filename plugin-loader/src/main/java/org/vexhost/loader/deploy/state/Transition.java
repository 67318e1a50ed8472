package org.vexhost.loader.deploy.state;

import java.util.List;

/**
 * The new state of a deployment after an event, with the effects to perform.
 *
 * @param state the new state
 * @param effects the actions to perform, in this order
 */
public record Transition(DeploymentState state, List<DeploymentEffect> effects) {
    /** Copies the list. */
    public Transition {
        effects = List.copyOf(effects);
    }
}
