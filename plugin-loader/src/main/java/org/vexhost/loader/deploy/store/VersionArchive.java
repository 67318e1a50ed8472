package org.vexhost.loader.deploy.store;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.work.WriterThread;

/**
 * An archive of the serving versions on the disk. A separate thread writes it, in order, so that no
 * other thread waits for the disk.
 */
public final class VersionArchive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VersionArchive.class);

    private final KeptArtifacts kept;
    private final ApprovedVersions approved;
    private final WriterThread thread = new WriterThread("vexhost-keep");

    /** The tools with an archived artifact. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    public VersionArchive(KeptArtifacts kept, ApprovedVersions approved) {
        this.kept = kept;
        this.approved = approved;
        this.names.addAll(kept.tools());
    }

    /** An operation on the disk. */
    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    /** Archives a version that is about to serve. */
    public void serves(ToolVersion version) {
        version.takeContent().ifPresent(this::keep);
        approved.remember(version).ifPresent(this::write);
    }

    private void keep(LoadedArtifact artifact) {
        String tool = artifact.descriptor().name();
        execute(
                tool,
                () -> {
                    kept.keep(artifact);
                    names.add(tool);
                });
    }

    public void forget(String tool) {
        execute(
                tool,
                () -> {
                    kept.forget(tool);
                    names.remove(tool);
                });
    }

    public boolean has(String tool) {
        return names.contains(tool);
    }

    public LoadedArtifact read(String tool) throws ArtifactException {
        return kept.read(tool);
    }

    /** Deletes the artifacts of all tools except these. */
    public void retain(Set<String> tools) {
        names.stream().filter(tool -> !tools.contains(tool)).forEach(this::forget);
    }

    /** Runs another operation on the disk, after all operations that were requested earlier. */
    public void write(Runnable act) {
        try {
            thread.execute(
                    () -> {
                        try {
                            act.run();
                        } catch (RuntimeException | Error e) {
                            LOG.error("writing kept versions failed", e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing more is written");
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
                                    "The serving version of tool '{}' is not kept for a"
                                            + " restart [{}]",
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
        thread.close();
    }
}
