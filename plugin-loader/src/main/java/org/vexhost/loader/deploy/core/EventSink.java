package org.vexhost.loader.deploy.core;

import org.vexhost.loader.deploy.state.DeploymentEvent;

/** Receives events of deployments. Used by the control thread. */
@FunctionalInterface
public interface EventSink {

    /** Applies an event to a deployment, and performs the effects. */
    void send(Deployment deployment, DeploymentEvent event);
}
