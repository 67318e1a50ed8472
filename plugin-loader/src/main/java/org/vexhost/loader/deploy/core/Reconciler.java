package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Makes the deployments match the contents of the tools folder. The comparison uses only the
 * current contents, and not the order of earlier changes, so a redundant or late scan does no harm.
 * Confined to the control thread.
 */
public final class Reconciler {

    private static final Duration LOOK_FOR_SUCCESSOR = Duration.ofMillis(20);

    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final Succession succession;
    private final CircumstanceReader circumstances;
    private final Rescans rescans;
    private final EventSink events;

    public Reconciler(
            DeploymentTable table,
            NameOwnership ownership,
            Succession succession,
            CircumstanceReader circumstances,
            Rescans rescans,
            EventSink events) {
        this.table = table;
        this.ownership = ownership;
        this.succession = succession;
        this.circumstances = circumstances;
        this.rescans = rescans;
        this.events = events;
    }

    /** Applies one scan of the folder. */
    public void follow(Scan scan) {
        // A scan of an absent folder shows no files, and removes no tool.
        long now = System.nanoTime();
        Set<String> seen = new HashSet<>();
        for (Candidate candidate : scan.candidates()) {
            seen.add(candidate.id());
            Deployment deployment =
                    table.findOrAdd(candidate.id(), () -> newDeployment(candidate, now));
            events.send(
                    deployment,
                    new DeploymentEvent.Observed(candidate, circumstances.of(deployment, now)));
        }
        if (scan.folder() == Scan.Presence.PRESENT) {
            for (Deployment deployment : table.all()) {
                if (deployment.kind() != ArtifactKind.JAVA && !seen.contains(deployment.id())) {
                    miss(deployment, now);
                }
            }
        }
    }

    private static Deployment newDeployment(Candidate candidate, long now) {
        return new Deployment(candidate.id(), candidate.kind(), candidate.guessedName(), now);
    }

    private void miss(Deployment deployment, long now) {
        events.send(deployment, new DeploymentEvent.Missing(now));
        if (deployment.state().files().goneInNanos(now) > 0) {
            return;
        }
        if (succession.mayCome(deployment, now)) {
            rescans.request(LOOK_FOR_SUCCESSOR);
        } else {
            leave(deployment);
        }
    }

    /**
     * Handles an artifact whose files are missing. If another artifact waits for the name of the
     * missing artifact, the other artifact counts as an update: it takes over the serving version,
     * which serves until the update is ready. If no artifact waits for the name, the missing
     * artifact is removed.
     */
    private void leave(Deployment deployment) {
        Optional<Deployment> heir = succession.heir(deployment);
        if (heir.isPresent()) {
            events.send(heir.get(), Signal.CHOSEN_AS_HEIR);
            succession.inherit(heir.get(), deployment);
            rescans.request(Duration.ZERO);
        } else {
            events.send(deployment, Signal.REMOVED);
        }
    }

    /**
     * Retries artifacts that wait for a name, including artifacts that do not know yet that another
     * artifact owns the name.
     */
    public void nameIsFree() {
        for (Deployment deployment : table.all()) {
            if (deployment.state().waitsForName() || ownership.wants(deployment)) {
                events.send(deployment, Signal.NAME_FREED);
            }
        }
        rescans.request(Duration.ZERO);
    }

    /**
     * Reads every artifact again after limits or ceilings changed, and recompiles where necessary.
     */
    public void readAgain() {
        table.all().forEach(deployment -> events.send(deployment, Signal.READ_AGAIN));
        rescans.request(Duration.ZERO);
    }

    /** Whether every artifact in the folder has been tried. */
    public boolean isQuiet() {
        return table.all().stream()
                .allMatch(each -> each.kind() == ArtifactKind.JAVA || wasTried(each.state()));
    }

    /** Whether each of these artifacts has been tried, or is gone. */
    public boolean wereTried(Set<String> ids) {
        return table.all().stream()
                .filter(each -> ids.contains(each.id()))
                .allMatch(each -> wasTried(each.state()));
    }

    /**
     * Whether every artifact in the folder is served without a problem, so that nothing happens
     * until a file changes.
     */
    public boolean isSettled() {
        return table.all().stream()
                .filter(each -> each.kind() != ArtifactKind.JAVA)
                .allMatch(each -> wasTried(each.state()) && each.state().problem().isEmpty());
    }

    private static boolean wasTried(DeploymentState state) {
        return state.activity() == Activity.IDLE
                && (state.attempted().isPresent() || state.problem().isPresent());
    }
}
