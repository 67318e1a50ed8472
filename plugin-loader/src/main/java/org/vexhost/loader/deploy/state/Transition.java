package org.vexhost.loader.deploy.state;

import java.util.List;

/**
 * What an event leads to.
 *
 * @param state the new state
 * @param effects what is to be done, in this order
 */
public record Transition(DeploymentState state, List<DeploymentEffect> effects) {
    /** Copies the list. */
    public Transition {
        effects = List.copyOf(effects);
    }
}
