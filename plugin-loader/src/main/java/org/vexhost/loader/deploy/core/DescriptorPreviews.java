package org.vexhost.loader.deploy.core;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Reads the descriptor of an artifact whose other files are missing or defective, so that its
 * contents can be shown while the tool waits. Confined to the control thread.
 */
final class DescriptorPreviews {

    private final PreparationPool pool;
    private final EventSink events;
    private final Set<Deployment> reading = new HashSet<>();

    DescriptorPreviews(PreparationPool pool, EventSink events) {
        this.pool = pool;
        this.events = events;
    }

    /**
     * Starts reading a descriptor. If a descriptor of this deployment is already being read, the
     * newer one is read afterwards.
     */
    void readFor(Deployment deployment, Candidate candidate) {
        if (reading.add(deployment)) {
            pool.describe(candidate, known -> take(deployment, candidate, known));
        }
    }

    private void take(Deployment deployment, Candidate candidate, Optional<ToolDetails> known) {
        reading.remove(deployment);
        if (!deployment.state().isDeployed()) {
            return;
        }
        Optional<Candidate> now = deployment.state().attempted();
        if (now.filter(candidate::equals).isPresent()) {
            events.send(deployment, new DeploymentEvent.DescriptorRead(known));
        } else {
            now.filter(other -> other.defect().isPresent())
                    .ifPresent(other -> readFor(deployment, other));
        }
    }
}
