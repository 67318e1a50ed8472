package org.vexhost.loader.deploy.core;

import org.vexhost.loader.deploy.state.DeploymentEvent;

/** Takes events of deployments. Used by the control thread. */
@FunctionalInterface
public interface EventSink {

    /** Brings a deployment into the state that an event leads to, and sees to the effects. */
    void send(Deployment deployment, DeploymentEvent event);
}
