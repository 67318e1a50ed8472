package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.loader.deploy.state.DeploymentEffect.Act;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;

/**
 * The state machine of deployments: computes the effects of an event. It changes nothing itself;
 * the caller stores the new state and performs the effects in order.
 */
public final class DeploymentMachine {

    private DeploymentMachine() {}

    /**
     * Returns the new state and the effects of an event.
     *
     * @param id the artifact, for messages
     * @param state the current state
     * @param event the event
     */
    public static Transition apply(String id, DeploymentState state, DeploymentEvent event) {
        Draft draft = new Draft(state);
        if (event instanceof DeploymentEvent.Signal signal) {
            signal(draft, signal);
        } else if (event instanceof DeploymentEvent.Observed observed) {
            PreparationRules.observed(draft, id, observed);
        } else if (event instanceof DeploymentEvent.Missing missing) {
            PreparationRules.missing(draft, missing);
        } else if (event instanceof DeploymentEvent.Waits waits) {
            PreparationRules.waits(draft, waits.reason());
        } else if (event instanceof DeploymentEvent.ArtifactRead artifact) {
            draft.read(Optional.of(artifact.details()));
        } else if (event instanceof DeploymentEvent.CompilationStarted started) {
            PreparationRules.compilationStarted(draft, started.version());
        } else if (event instanceof DeploymentEvent.PreparationEnded ended) {
            PreparationRules.ended(draft, ended);
        } else if (event instanceof DeploymentEvent.HostFailed failed) {
            PreparationRules.hostFailed(draft, failed.nowNanos());
        } else if (event instanceof DeploymentEvent.DescriptorRead descriptor) {
            draft.read(descriptor.details()).emit(Act.SHOW_DETAILS);
        } else if (event instanceof DeploymentEvent.VersionReady ready) {
            ServiceRules.ready(draft, ready.version());
        } else if (event instanceof DeploymentEvent.Failed failed) {
            ServiceRules.failed(draft, failed.problem());
        } else if (event instanceof DeploymentEvent.CeilingsExceeded) {
            ServiceRules.ceilingsExceeded(draft);
        } else if (event instanceof DeploymentEvent.Judged judged) {
            ServiceRules.judged(draft, judged);
        } else if (event instanceof DeploymentEvent.RestoreEnded ended) {
            ServiceRules.restoreEnded(draft, ended);
        } else if (event instanceof DeploymentEvent.Inherited inherited) {
            draft.current(inherited.version());
        } else {
            throw new IllegalArgumentException("no rule for " + event);
        }
        return draft.finish();
    }

    private static void signal(Draft draft, DeploymentEvent.Signal signal) {
        switch (signal) {
            case SAME_AS_CURRENT -> {
                ServiceRules.dropNext(draft);
                draft.read(Optional.empty());
            }
            case RECONSIDER -> ServiceRules.reconsider(draft);
            case NAME_FREED, READ_AGAIN -> draft.attempted(Optional.empty());
            case CHOSEN_AS_HEIR -> draft.problem(Optional.empty()).attempted(Optional.empty());
            case HANDED_OVER -> ServiceRules.handedOver(draft);
            case REMOVED -> ServiceRules.removed(draft);
            case DRAINED -> ServiceRules.drained(draft);
            case CLOSING -> ServiceRules.closing(draft);
            case RESTORE_STARTED -> draft.lastGood(LastGood.TRYING).activity(Activity.RESTORING);
            case NO_LAST_GOOD -> ServiceRules.noLastGood(draft);
        }
    }
}
