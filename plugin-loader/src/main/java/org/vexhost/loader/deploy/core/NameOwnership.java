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
 * Decides which artifact has which name: the first one keeps a name until it goes, even over a
 * restart. Confined to the control thread.
 */
public final class NameOwnership {

    private final DeploymentTable table;
    private final HostState state;
    private final StatusPublisher publisher;
    private final Listener listener;

    /** The name that an artifact was denied: another one has it. */
    private final Map<Deployment, String> wanted = new HashMap<>();

    /** Hears of names that became free. */
    public interface Listener {
        /** What the host keeps under this name is nobody's. */
        void released(String name);

        /** Those that were refused a name may try again. */
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
     * Gives a name to an artifact, if no other has a right to it.
     *
     * @throws ToolRejectedException if another has; names it
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
            // A Java tool's identity is another one in the next process.
            state.owns(name, deployment.id());
        }
    }

    /** Its files, or what an earlier process kept of them, are not judged yet. */
    private static boolean mayStillServe(Deployment deployment) {
        DeploymentState known = deployment.state();
        return !known.hasVersion()
                && (known.problem().isEmpty() || known.lastGood() == LastGood.TRYING);
    }

    /** Another artifact that wants a name which this one holds. */
    Optional<Deployment> rival(Deployment deployment) {
        return table.all().stream()
                .filter(
                        each ->
                                wanted.containsKey(each)
                                        && table.holds(deployment, wanted.get(each)))
                .findFirst();
    }

    /** Whether it was denied a name that another one has. */
    boolean wants(Deployment deployment) {
        return wanted.containsKey(deployment);
    }

    /** Its files are tried again: it may come to want another name. */
    void forgetWanted(Deployment deployment) {
        wanted.remove(deployment);
    }

    /** An artifact is called otherwise now: its names are the heir's. */
    void inherit(Deployment heir, Deployment from) {
        wanted.remove(from);
        for (String name : table.namesOf(from)) {
            give(name, heir);
        }
    }

    /** Gives back the names that an artifact had in an earlier process, and has no more. */
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
     * An artifact without a version, or that is gone, keeps its name, so that callers hear why,
     * until another asks.
     */
    void offer(Deployment deployment) {
        boolean needed = deployment.state().hasVersion() && deployment.state().isDeployed();
        if (!needed && !table.namesOf(deployment).isEmpty()) {
            listener.nameIsFree();
        }
    }

    /** Takes back the names that none of its versions has. */
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

    /** Takes all its names back. */
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
