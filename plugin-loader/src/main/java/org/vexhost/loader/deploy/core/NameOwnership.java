package org.vexhost.loader.deploy.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Decides which artifact owns which tool name. The first artifact that claims a name keeps it until
 * that artifact is removed, even across restarts. Confined to the control thread.
 */
public final class NameOwnership {

    private final DeploymentTable table;
    private final HostState state;
    private final StatusPublisher publisher;
    private final Listener listener;

    /** For each artifact that was rejected because another artifact owns its name: that name. */
    private final Map<Deployment, String> wanted = new HashMap<>();

    /** A listener for released names. */
    public interface Listener {
        /** Reports that the host's data under this name no longer belongs to any artifact. */
        void released(String name);

        /** Reports that a name is free, so that artifacts that wait for a name can be retried. */
        void nameIsFree();
    }

    public NameOwnership(
            DeploymentTable table, HostState state, StatusPublisher publisher, Listener listener) {
        this.table = table;
        this.state = state;
        this.publisher = publisher;
        this.listener = listener;
    }

    /**
     * Assigns a name to an artifact, unless another artifact has a right to it.
     *
     * @throws ToolRejectedException if another artifact has a right to it; the message names that
     *     artifact
     */
    public void claim(Deployment deployment, String name) throws ToolRejectedException {
        Optional<Deployment> holder = table.holder(name);
        if (holder.isEmpty()) {
            Optional<Deployment> first =
                    state.owner(name)
                            .filter(id -> !id.equals(deployment.id()))
                            .flatMap(table::find)
                            .filter(NameOwnership::mayStillServe);
            if (first.isPresent()) {
                throw taken(deployment, name, first.get());
            }
        } else if (!table.holds(deployment, name)) {
            Deployment other = holder.get();
            boolean given =
                    !other.state().isDeployed()
                            || (!other.state().hasVersion()
                                    && other.state().activity() == Activity.IDLE);
            if (!given) {
                throw taken(deployment, name, other);
            }
            give(name, deployment);
            publisher.show(other);
            return;
        }
        give(name, deployment);
    }

    private void give(String name, Deployment deployment) {
        table.give(name, deployment);
        wanted.remove(deployment);
        if (deployment.kind() != ArtifactKind.JAVA) {
            // A Java tool has another identity in the next process.
            state.owns(name, deployment.id());
        }
    }

    /**
     * Whether an artifact has no version yet but may still get one, from its files or from the
     * version that an earlier process archived.
     */
    private static boolean mayStillServe(Deployment deployment) {
        DeploymentState known = deployment.state();
        return !known.hasVersion()
                && (known.problem().isEmpty() || known.lastGood() == LastGood.TRYING);
    }

    /** Returns another artifact that waits for a name of this one. */
    Optional<Deployment> rival(Deployment deployment) {
        return table.all().stream()
                .filter(
                        each ->
                                wanted.containsKey(each)
                                        && table.holds(deployment, wanted.get(each)))
                .findFirst();
    }

    /** Whether the artifact waits for a name that another artifact owns. */
    boolean wants(Deployment deployment) {
        return wanted.containsKey(deployment);
    }

    /**
     * Forgets the name that the artifact waits for, before its files are tried again. The files may
     * contain another name now.
     */
    void forgetWanted(Deployment deployment) {
        wanted.remove(deployment);
    }

    /** Passes the names of a renamed artifact to its heir. */
    void inherit(Deployment heir, Deployment from) {
        wanted.remove(from);
        for (String name : table.namesOf(from)) {
            give(name, heir);
        }
    }

    /** Releases the names that an artifact owned in an earlier process and no longer uses. */
    void releaseFormer(Deployment deployment) {
        for (String name : state.ownedBy(deployment.id())) {
            if (!table.holds(deployment, name)) {
                state.disowned(name, deployment.id());
                if (table.holder(name).isEmpty()) {
                    listener.released(name);
                }
                listener.nameIsFree();
            }
        }
    }

    private ToolRejectedException taken(Deployment deployment, String name, Deployment other) {
        wanted.put(deployment, name);
        return new ToolRejectedException(
                ToolRejectedException.Cause.NAME_TAKEN,
                "name '%s' belongs to '%s'".formatted(name, other.id()));
    }

    /**
     * Offers the names of an artifact that has no version, or is removed, to other artifacts. The
     * artifact still owns the names until another artifact claims them, so that callers learn why
     * the tool is unavailable.
     */
    void offer(Deployment deployment) {
        boolean needed = deployment.state().hasVersion() && deployment.state().isDeployed();
        if (!needed && !table.namesOf(deployment).isEmpty()) {
            listener.nameIsFree();
        }
    }

    /** Releases the names that none of the artifact's versions uses. */
    void releaseUnused(Deployment deployment) {
        for (String name : table.namesOf(deployment)) {
            boolean used =
                    deployment
                                    .state()
                                    .current()
                                    .filter(version -> version.name().equals(name))
                                    .isPresent()
                            || deployment
                                    .state()
                                    .next()
                                    .filter(version -> version.name().equals(name))
                                    .isPresent();
            if (!used) {
                release(deployment, name);
            }
        }
    }

    /** Releases all names of an artifact. */
    void releaseAll(Deployment deployment) {
        wanted.remove(deployment);
        for (String name : table.namesOf(deployment)) {
            release(deployment, name);
        }
    }

    private void release(Deployment deployment, String name) {
        table.release(name);
        state.disowned(name, deployment.id());
        listener.released(name);
        listener.nameIsFree();
    }
}
