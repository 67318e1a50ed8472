package org.vexhost.loader.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.artifact.ToolsFolder;
import org.vexhost.loader.watch.FolderWatcher;

/**
 * Looks at the tools folder, has it watched so that looks come when something happened, and says so
 * when it is not what it was. Confined to the control thread.
 */
final class Lookout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final Path grants;
    private final Control control;
    private final Passes passes;
    private Path path;
    private ToolsFolder folder;
    private @Nullable FolderWatcher watcher;
    private Scan.Presence presence = Scan.Presence.PRESENT;

    /**
     * Without a look yet.
     *
     * @param tools the tools folder; need not exist
     * @param grants the folder of grants, which is watched as well
     */
    Lookout(Path tools, Path grants, Control control, Passes passes) {
        this.grants = grants;
        this.control = control;
        this.passes = passes;
        path = tools;
        folder = new ToolsFolder(tools);
    }

    /** Makes the folder if it is not there, and begins to watch. */
    void start() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            LOG.warn("Tools folder '{}' cannot be made [{}]", path, e.toString());
        }
        try {
            watcher = new FolderWatcher(() -> control.execute(() -> passes.request(Pacer.BURST)));
        } catch (IOException e) {
            LOG.warn("the platform gives no file events, folders are looked at instead", e);
        }
    }

    /** Looks at another folder from now on. */
    void turnTo(Path tools) {
        if (!tools.equals(path)) {
            path = tools;
            folder = new ToolsFolder(tools);
        }
    }

    Scan look() {
        Scan scan = folder.scan();
        note(scan);
        watch(scan);
        return scan;
    }

    private void note(Scan scan) {
        if (scan.folder() == presence) {
            return;
        }
        presence = scan.folder();
        switch (presence) {
            case ABSENT ->
                    LOG.warn(
                            "Tools folder '{}' is {}; what is deployed serves on",
                            path,
                            Files.isDirectory(path)
                                    ? "another one that is empty, or cannot be read"
                                    : "not there");
            case CROWDED ->
                    LOG.warn(
                            "Tools folder '{}' holds more than {} names; some are not looked at,"
                                    + " and none counts as removed",
                            path,
                            ToolsFolder.MAX_NAMES);
            case PRESENT -> LOG.info("Tools folder '{}' is followed again", path);
        }
    }

    private void watch(Scan scan) {
        if (watcher == null) {
            return;
        }
        List<Path> folders = new ArrayList<>(scan.folders());
        folders.add(grants);
        if (watcher.watch(folders)) {
            // What happened in it before it was watched has to be looked for.
            passes.request(Pacer.BURST);
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                LOG.debug("watcher did not close", e);
            }
        }
    }
}
