package org.vexhost.loader.deploy.state;

import java.util.List;

/**
 * The result of an event.
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
