package org.vexhost.loader.deploy.core;

import java.util.function.Supplier;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Circumstances;
import org.vexhost.loader.descriptor.RequestedLimits;

/** Reads the settings that the state machine of deployments needs for its decisions. */
public final class CircumstanceReader {

    private final Supplier<HostSettings> settings;

    public CircumstanceReader(Supplier<HostSettings> settings) {
        this.settings = settings;
    }

    /** Returns the conditions outside a deployment at the time of an event. */
    Circumstances of(Deployment deployment, long nowNanos) {
        return new Circumstances(
                nowNanos, settings.get().deployment().settle(), ceilings(deployment));
    }

    /** Returns whether the serving version exceeds the operator's ceilings. */
    Ceilings ceilings(Deployment deployment) {
        return deployment
                        .state()
                        .current()
                        .filter(
                                version ->
                                        RequestedLimits.exceed(
                                                version.limits(), settings.get().ceilings()))
                        .isPresent()
                ? Ceilings.EXCEEDED
                : Ceilings.KEPT;
    }
}
