package org.vexhost.loader.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches folders, and calls back whenever something in them may have changed. The callback has no
 * details; its receiver must scan the folders. If the platform has no file events or cannot deliver
 * more of them, there is no callback, and only periodic scans find the changes.
 */
public final class FolderWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatcher.class);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    private record Watched(WatchKey key, String identity) {}

    private final WatchService service;
    private final Runnable onChange;
    private final Map<Path, Watched> watched = new HashMap<>();
    private boolean complained;

    /**
     * Starts a watcher without folders.
     *
     * @param onChange called on the watcher's thread; must return quickly
     * @throws IOException if the platform provides no watch service
     */
    public FolderWatcher(Runnable onChange) throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
        this.onChange = onChange;
        Thread thread = new Thread(this::run, "vexhost-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Watches exactly these folders from now on. A folder that was replaced by another folder with
     * the same name is registered again. A folder that does not exist is skipped until the next
     * call.
     *
     * @return whether a folder was added; changes that were made in it before may have been missed
     */
    public synchronized boolean watch(Collection<Path> folders) {
        Set<Path> wanted = new HashSet<>(folders);
        for (Iterator<Map.Entry<Path, Watched>> all = watched.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Path, Watched> each = all.next();
            if (!wanted.contains(each.getKey()) || !each.getValue().key().isValid()) {
                each.getValue().key().cancel();
                all.remove();
            }
        }
        boolean added = false;
        for (Path folder : wanted) {
            added |= add(folder);
        }
        return added;
    }

    private boolean add(Path folder) {
        try {
            String identity = identity(folder);
            Watched before = watched.get(folder);
            if (before != null) {
                if (before.identity().equals(identity)) {
                    return false;
                }
                before.key().cancel();
                watched.remove(folder);
            }
            watched.put(folder, new Watched(folder.register(service, KINDS), identity));
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        } catch (IOException e) {
            if (Files.isDirectory(folder) && !complained) {
                complained = true;
                LOG.warn(
                        "folder '{}' cannot be watched; it is scanned at intervals instead [{}]",
                        folder,
                        e.toString());
            }
            return false;
        }
    }

    private static String identity(Path folder) throws IOException {
        return String.valueOf(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    }

    private void run() {
        while (true) {
            try {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                onChange.run();
            } catch (ClosedWatchServiceException e) {
                return;
            } catch (InterruptedException e) {
                // The interrupt is ignored; closing the service ends this thread.
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        }
    }

    private static void complain(Throwable e) {
        try {
            LOG.error("watching folders failed once; it continues", e);
        } catch (RuntimeException | Error again) {
            // Even logging failed. The error is logged if it happens again.
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
