package org.vexhost.loader.deploy.core;

import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Reads the descriptor of an artifact that lacks a part: what it says is shown while the tool waits
 * for the rest. Confined to the control thread.
 */
final class DescriptorPreviews {

    private final PreparationPool pool;
    private final StatusPublisher publisher;

    DescriptorPreviews(PreparationPool pool, StatusPublisher publisher) {
        this.pool = pool;
        this.publisher = publisher;
    }

    /**
     * Begins, unless a descriptor of this deployment is being read: then it begins again after
     * that.
     */
    void readFor(Deployment deployment, Candidate candidate) {
        if (deployment.described == Deployment.Attempt.NONE) {
            deployment.described = Deployment.Attempt.RUNNING;
            pool.describe(candidate, known -> take(deployment, candidate, known));
        }
    }

    private void take(Deployment deployment, Candidate candidate, Optional<ToolDetails> known) {
        deployment.described = Deployment.Attempt.NONE;
        if (deployment.life != Deployment.Life.DEPLOYED) {
            return;
        }
        Optional<Candidate> now = deployment.attempted;
        if (now.filter(candidate::equals).isPresent()) {
            deployment.read = known;
            publisher.complete(deployment);
        } else {
            now.filter(other -> other.defect().isPresent())
                    .ifPresent(other -> readFor(deployment, other));
        }
    }
}
