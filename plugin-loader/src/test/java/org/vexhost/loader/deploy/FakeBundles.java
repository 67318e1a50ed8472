package org.vexhost.loader.deploy;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vexhost.loader.deploy.bundle.ToolBundles;

/** Remembers which bundles there would be. */
final class FakeBundles implements ToolBundles {

    final Map<String, String> versions = new ConcurrentHashMap<>();
    final Map<String, Run> runs = new ConcurrentHashMap<>();
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    volatile boolean diskFull;
    volatile Listener listener = (tool, run, durability) -> {};

    @Override
    public void listen(Listener added) {
        listener = added;
    }

    @Override
    public void put(Content content, Run run) throws IOException {
        if (diskFull) {
            throw new IOException("no space left on device");
        }
        Throwable failure = failures.poll();
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
        versions.put(content.tool(), content.version());
        runs.put(content.tool(), run);
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
