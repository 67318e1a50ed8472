package org.vexhost.loader.deploy;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.loader.artifact.LoadedArtifact;

/** Remembers which bundles there would be. */
final class FakeBundles implements ToolBundles {

    final Map<String, String> versions = new ConcurrentHashMap<>();
    final Map<String, Run> runs = new ConcurrentHashMap<>();
    volatile boolean diskFull;
    volatile Listener listener = (tool, run, lasting) -> {};

    @Override
    public void listen(Listener added) {
        listener = added;
    }

    @Override
    public void install(LoadedArtifact artifact, Run run) throws IOException {
        if (diskFull) {
            throw new IOException("no space left on device");
        }
        versions.put(artifact.descriptor().name(), artifact.descriptor().definition().version());
        runs.put(artifact.descriptor().name(), run);
    }

    @Override
    public void set(String tool, Run run) {
        runs.computeIfPresent(tool, (name, before) -> run);
    }

    @Override
    public boolean has(String tool) {
        return versions.containsKey(tool);
    }

    @Override
    public void uninstall(String tool) {
        versions.remove(tool);
        runs.remove(tool);
    }

    @Override
    public void retain(Set<String> tools) {
        versions.keySet().retainAll(tools);
    }
}
