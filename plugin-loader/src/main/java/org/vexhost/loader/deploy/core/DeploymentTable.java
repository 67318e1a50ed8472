package org.vexhost.loader.deploy.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A table of the deployments, and of the tool names that each one owns. Confined to the control
 * thread.
 */
public final class DeploymentTable {

    private final Map<String, Deployment> byArtifact = new TreeMap<>();
    private final Map<String, Deployment> byName = new HashMap<>();

    /** Returns a copy of all deployments, ordered by artifact. */
    public List<Deployment> all() {
        return List.copyOf(byArtifact.values());
    }

    public Optional<Deployment> find(String artifact) {
        return Optional.ofNullable(byArtifact.get(artifact));
    }

    Deployment findOrAdd(String artifact, Supplier<Deployment> added) {
        return byArtifact.computeIfAbsent(artifact, each -> added.get());
    }

    public void add(Deployment deployment) {
        byArtifact.put(deployment.id(), deployment);
    }

    /** Removes a deployment, unless another deployment of the same artifact has replaced it. */
    void remove(Deployment deployment) {
        byArtifact.remove(deployment.id(), deployment);
    }

    /** Returns the deployment that owns a name, even while it drains. */
    Optional<Deployment> holder(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the deployment that owns a name, unless it is draining. */
    public Optional<Deployment> deployed(String name) {
        return holder(name).filter(deployment -> deployment.state().isDeployed());
    }

    boolean holds(Deployment deployment, String name) {
        return byName.get(name) == deployment;
    }

    /** Returns all names that a deployment owns; there are two while an update changes the name. */
    public List<String> namesOf(Deployment deployment) {
        List<String> names = new ArrayList<>();
        byName.forEach(
                (name, holder) -> {
                    if (holder == deployment) {
                        names.add(name);
                    }
                });
        return names;
    }

    void give(String name, Deployment deployment) {
        byName.put(name, deployment);
    }

    void release(String name) {
        byName.remove(name);
    }

    /** Returns all owned names. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
