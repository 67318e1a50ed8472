package org.vexhost.loader.deploy.store;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.version.ToolVersion;

/** Keeps what serves, in its order, on a thread of its own: nobody waits for the disk. */
public final class VersionArchive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VersionArchive.class);

    private final KeptArtifacts kept;
    private final ApprovedVersions approved;
    private final ThreadPoolExecutor thread;

    public VersionArchive(KeptArtifacts kept, ApprovedVersions approved) {
        this.kept = kept;
        this.approved = approved;
        this.thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread worker = new Thread(task, "vexhost-keep");
                            worker.setDaemon(true);
                            return worker;
                        });
        // Now: later there may be no thread to be had.
        boolean ignored = thread.prestartCoreThread();
    }

    /** An act on the disk. */
    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    /** A version is about to serve. */
    public void serves(ToolVersion version) {
        version.takeContent().ifPresent(this::keep);
        approved.remember(version);
    }

    private void keep(LoadedArtifact artifact) {
        execute(artifact.descriptor().name(), () -> kept.keep(artifact));
    }

    public void forget(String tool) {
        execute(tool, () -> kept.forget(tool));
    }

    public boolean has(String tool) {
        return kept.has(tool);
    }

    public LoadedArtifact read(String tool) throws ArtifactException {
        return kept.read(tool);
    }

    /** Forgets what is kept of all tools but these. */
    public void retain(Set<String> names) {
        kept.tools().stream().filter(tool -> !names.contains(tool)).forEach(this::forget);
    }

    /** Does something else on the disk, after what it was asked before. */
    public void write(Runnable act) {
        try {
            thread.execute(
                    () -> {
                        try {
                            act.run();
                        } catch (RuntimeException | Error e) {
                            LOG.error("what is kept on the disk met an error", e);
                        }
                    });
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
                        } catch (IOException | RuntimeException | Error e) {
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
