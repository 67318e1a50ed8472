package org.vexhost.loader.deploy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.artifact.LoadedArtifact;

/** Keeps what serves, in its order, on a thread of its own: nobody waits for the disk. */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final KeptArtifacts kept;
    private final ExecutorService thread;

    Keeper(KeptArtifacts kept) {
        this.kept = kept;
        this.thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread worker = new Thread(task, "vexhost-keep");
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    /** An act on the disk. */
    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    void keep(LoadedArtifact artifact) {
        execute(artifact.descriptor().name(), () -> kept.keep(artifact));
    }

    void forget(String tool) {
        execute(tool, () -> kept.forget(tool));
    }

    LoadedArtifact read(String tool) throws ArtifactException {
        return kept.read(tool);
    }

    /** The tools of which something is kept. */
    List<String> tools() {
        return kept.tools();
    }

    /** Does something else on the disk, after what it was asked before. */
    void write(Runnable act) {
        try {
            thread.execute(act);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing is written any more");
        }
    }

    private void execute(String tool, Act act) {
        try {
            thread.execute(
                    () -> {
                        try {
                            act.run();
                        } catch (IOException e) {
                            LOG.warn(
                                    "What serves of tool '{}' is not kept for a restart [{}]",
                                    tool,
                                    e.toString());
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: tool '{}' is left as it is kept", tool);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean ignored = thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
