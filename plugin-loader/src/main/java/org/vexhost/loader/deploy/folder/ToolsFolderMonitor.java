package org.vexhost.loader.deploy.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.artifact.ToolsFolder;
import org.vexhost.loader.watch.FileMarks;
import org.vexhost.loader.watch.FolderWatcher;
import org.vexhost.loader.work.Openers;

/**
 * Scans the tools folder and watches it for changes. It logs when the folder is absent, has too
 * many files, or is usable again. A scan can be as slow as the file system, so it needs a thread
 * that may wait. Only one scan runs at a time.
 */
public final class ToolsFolderMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolsFolderMonitor.class);

    private final Path grants;
    private final Openers openers;
    private final Runnable onChange;
    private volatile Path wanted;
    private Path path;
    private ToolsFolder folder;
    private Scan.Presence presence = Scan.Presence.PRESENT;
    private final FileMarks marks = new FileMarks();
    private Scan last = Scan.ABSENT;
    private boolean started;
    private volatile @Nullable FolderWatcher watcher;

    /**
     * Creates a monitor, which starts with its first scan.
     *
     * @param tools the tools folder; need not exist
     * @param grants the folder of grants, which is watched as well
     * @param openers opens the files in the tools folder
     * @param onChange called on any thread when a scan is needed
     */
    public ToolsFolderMonitor(Path tools, Path grants, Openers openers, Runnable onChange) {
        this.grants = grants;
        this.openers = openers;
        this.onChange = onChange;
        wanted = tools;
        path = tools;
        folder = new ToolsFolder(tools, openers);
    }

    /** Creates the folder if it does not exist, and starts watching. */
    private void start() {
        started = true;
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            LOG.warn("Tools folder '{}' cannot be created [{}]", path, e.toString());
        }
        try {
            watcher = new FolderWatcher(onChange);
        } catch (IOException e) {
            LOG.warn(
                    "the platform has no file events; folders are scanned at intervals instead", e);
        }
    }

    /** Changes the tools folder; the next scan uses the new one. */
    public void turnTo(Path tools) {
        wanted = tools;
    }

    /** Returns the folder to scan. */
    Path path() {
        return wanted;
    }

    synchronized Scan look() {
        if (!started) {
            start();
        }
        if (!wanted.equals(path)) {
            path = wanted;
            folder = new ToolsFolder(path, openers);
        }
        Scan scan = folder.scan();
        note(scan);
        watch(scan);
        mark(scan);
        return scan;
    }

    /**
     * Whether a scan would find the same as the last one, as far as modification times and sizes
     * tell. Never true if something may end by itself, such as that a file cannot be read.
     */
    synchronized boolean isUnchanged() {
        return wanted.equals(path) && marks.areValid();
    }

    /** Whether each further change has a file event, in the grants too. */
    synchronized boolean isAtRest() {
        FolderWatcher current = watcher;
        return current != null && current.isReliable() && !marks.haveLinks() && isUnchanged();
    }

    /** Marks a folder that looks the same twice. */
    private void mark(Scan scan) {
        if (scan.folder() == Scan.Presence.PRESENT && scan.equals(last) && isReadable(scan)) {
            Set<Path> paths = new HashSet<>(scan.folders());
            scan.candidates().forEach(candidate -> paths.addAll(candidate.files()));
            marks.take(paths);
        } else {
            marks.clear();
        }
        last = scan;
    }

    private static boolean isReadable(Scan scan) {
        return scan.candidates().stream()
                .flatMap(candidate -> candidate.defect().stream())
                .noneMatch(defect -> defect.kind() == Defect.Kind.NOT_READ);
    }

    private void note(Scan scan) {
        if (scan.folder() == presence) {
            return;
        }
        presence = scan.folder();
        switch (presence) {
            case ABSENT ->
                    LOG.warn(
                            "Tools folder '{}' is {}; what is deployed is still serving",
                            path,
                            Files.isDirectory(path)
                                    ? "now another folder that is empty, or cannot be read"
                                    : "not there");
            case CROWDED ->
                    LOG.warn(
                            "Tools folder '{}' holds more than {} names; some are ignored,"
                                    + " and none counts as removed",
                            path,
                            ToolsFolder.MAX_NAMES);
            case PRESENT -> LOG.info("Tools folder '{}' is followed again", path);
        }
    }

    private void watch(Scan scan) {
        FolderWatcher current = watcher;
        if (current == null) {
            return;
        }
        List<Path> folders = new ArrayList<>(scan.folders());
        folders.add(grants);
        if (current.watch(folders)) {
            // A scan is needed to find changes that were made before the watch started.
            onChange.run();
        }
    }

    @Override
    public void close() {
        FolderWatcher current = watcher;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("watcher did not close", e);
            }
        }
    }
}
