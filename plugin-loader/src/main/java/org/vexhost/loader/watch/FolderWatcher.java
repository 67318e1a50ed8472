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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches folders, and calls back whenever something in them may have changed. The callback has no
 * details; its receiver must scan the folders. If the platform has no file events or cannot deliver
 * more of them, there is no callback, and only periodic scans find the changes. {@link #isReliable}
 * tells whether there is a callback for each change.
 */
public final class FolderWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatcher.class);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    /**
     * A watched folder.
     *
     * @param identity tells this folder from another one with the same path
     * @param names the names whose events count; empty if all events count
     */
    private record Watched(WatchKey key, String identity, boolean isLocal, Set<String> names) {

        boolean counts(WatchEvent<?> event) {
            return names.isEmpty()
                    || event.kind() == StandardWatchEventKinds.OVERFLOW
                    || names.contains(String.valueOf(event.context()));
        }
    }

    private final WatchService service;
    private final Runnable onChange;
    private final Predicate<Path> isLocal;
    private final Map<Path, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean isReliable;
    private boolean complained;

    /**
     * Starts a watcher without folders.
     *
     * @param onChange called on the watcher's thread; must return quickly
     * @throws IOException if the platform provides no watch service
     */
    public FolderWatcher(Runnable onChange) throws IOException {
        this(onChange, LocalFileSystems::contain);
    }

    /** Creates a watcher for tests, with replaceable file systems. */
    FolderWatcher(Runnable onChange, Predicate<Path> isLocal) throws IOException {
        this.isLocal = isLocal;
        this.service = FileSystems.getDefault().newWatchService();
        this.onChange = onChange;
        Thread thread = new Thread(this::run, "vexhost-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Watches exactly these folders from now on. A folder that was replaced by another folder with
     * the same name is registered again. A folder that does not exist is skipped until the next
     * call. If a folder is created, removed or replaced, an event of its parent tells so.
     *
     * @return whether a folder was added; changes that were made in it before may have been missed
     */
    public synchronized boolean watch(Collection<Path> folders) {
        Map<Path, Set<String>> wanted = wanted(Set.copyOf(folders));
        watched.forEach(
                (folder, each) -> {
                    if (!wanted.containsKey(folder) || !each.key().isValid()) {
                        each.key().cancel();
                        watched.remove(folder);
                    }
                });
        boolean added = false;
        for (Map.Entry<Path, Set<String>> each : wanted.entrySet()) {
            added |= add(each.getKey(), each.getValue());
        }
        isReliable =
                wanted.keySet().stream()
                        .map(watched::get)
                        .allMatch(each -> each != null && each.isLocal());
        return added;
    }

    /** Whether there is a callback for each change in the folders of the last {@link #watch}. */
    public boolean isReliable() {
        return isReliable;
    }

    /** Returns the folders to register, with the names whose events count; empty for all names. */
    private static Map<Path, Set<String>> wanted(Set<Path> folders) {
        Map<Path, Set<String>> wanted = new HashMap<>();
        for (Path folder : folders) {
            Path parent = folder.getParent();
            boolean isCovered = parent == null || folders.contains(parent);
            if (parent != null && !isCovered) {
                wanted.computeIfAbsent(parent, key -> new HashSet<>())
                        .add(String.valueOf(folder.getFileName()));
            }
            if (isCovered || Files.isDirectory(folder)) {
                wanted.put(folder, Set.of());
            }
        }
        return wanted;
    }

    private boolean add(Path folder, Set<String> names) {
        try {
            String identity = identity(folder);
            Watched before = watched.get(folder);
            if (before != null) {
                if (before.identity().equals(identity)) {
                    watched.put(
                            folder, new Watched(before.key(), identity, before.isLocal(), names));
                    return false;
                }
                before.key().cancel();
                watched.remove(folder);
            }
            WatchKey key = folder.register(service, KINDS);
            watched.put(folder, new Watched(key, identity, isLocal.test(folder), names));
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
                boolean counts = counts(key);
                // After this, the key has become invalid if its folder was removed.
                boolean ignored = key.reset();
                if (counts) {
                    onChange.run();
                }
            } catch (ClosedWatchServiceException e) {
                return;
            } catch (InterruptedException e) {
                // The interrupt is ignored; closing the service ends this thread.
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        }
    }

    private boolean counts(WatchKey key) {
        var events = key.pollEvents();
        @Nullable Watched folder =
                watched.values().stream()
                        .filter(each -> each.key().equals(key))
                        .findAny()
                        .orElse(null);
        // A folder without an entry is just being registered. An event may also be empty: the
        // folder was removed.
        return folder == null || events.isEmpty() || events.stream().anyMatch(folder::counts);
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
