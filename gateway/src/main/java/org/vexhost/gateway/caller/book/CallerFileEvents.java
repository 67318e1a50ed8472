package org.vexhost.gateway.caller.book;

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
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for file events in folders. The thread that scans the folders also waits here, so events
 * need no other thread of the host. Used by one thread, apart from {@link #wake} and {@link
 * #close}. The administration bundle has a copy, because bundles share only the API.
 */
final class CallerFileEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallerFileEvents.class);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    /**
     * Every change of these file systems goes through the kernel of this machine. Events do not
     * tell what another machine changes on a file server, and emulated file systems may have none.
     */
    private static final Set<String> LOCAL_TYPES =
            Set.of("btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs");

    private final Optional<WatchService> service;
    private final Predicate<Path> isLocal;
    private final Map<Path, Watched> watched = new HashMap<>();
    private final Object lock = new Object();

    /** The thread that waits for an event; null while none waits. Guarded by the lock. */
    private @Nullable Thread waiting;

    /** Guarded by the lock. */
    private boolean isWoken;

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

    /** Creates an object that watches no folder yet. */
    CallerFileEvents() {
        this(CallerFileEvents::isLocal);
    }

    /** Creates an object for tests, with replaceable file systems. */
    CallerFileEvents(Predicate<Path> isLocal) {
        this.isLocal = isLocal;
        this.service = service();
    }

    private static Optional<WatchService> service() {
        try {
            return Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.debug("there are no file events; folders are scanned at short intervals", e);
            return Optional.empty();
        }
    }

    private static boolean isLocal(Path folder) {
        try {
            return System.getProperty("os.name", "").equals("Linux")
                    && LOCAL_TYPES.contains(Files.getFileStore(folder).type());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Watches exactly these folders from now on. A folder that was replaced by another one with the
     * same path is registered again. If a folder is created, removed or replaced, an event of its
     * parent tells so.
     *
     * @return whether each change since the call before has an event. If not, the folders must be
     *     scanned again soon
     */
    boolean watch(Collection<Path> folders) {
        if (service.isEmpty()) {
            return false;
        }
        Map<Path, Set<String>> wanted = wanted(Set.copyOf(folders));
        watched.entrySet()
                .removeIf(
                        each -> {
                            WatchKey key = each.getValue().key();
                            boolean isOver = !wanted.containsKey(each.getKey()) || !key.isValid();
                            if (isOver) {
                                key.cancel();
                            }
                            return isOver;
                        });
        boolean isReliable = true;
        for (Map.Entry<Path, Set<String>> each : wanted.entrySet()) {
            isReliable &= isWatched(service.get(), each.getKey(), each.getValue());
        }
        return isReliable;
    }

    /** Returns the folders to register, with the names whose events count; empty for all names. */
    private static Map<Path, Set<String>> wanted(Set<Path> folders) {
        Map<Path, Set<String>> wanted = new HashMap<>();
        for (Path folder : folders) {
            Path parent = folder.getParent();
            if (parent != null && !folders.contains(parent)) {
                wanted.computeIfAbsent(parent, key -> new HashSet<>())
                        .add(String.valueOf(folder.getFileName()));
            }
            if (Files.isDirectory(folder)) {
                wanted.put(folder, Set.of());
            }
        }
        return wanted;
    }

    /** Returns whether the folder was watched before, and is local; otherwise registers it. */
    private boolean isWatched(WatchService events, Path folder, Set<String> names) {
        try {
            String identity =
                    String.valueOf(
                            Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
            Watched before = watched.get(folder);
            if (before != null
                    && before.identity().equals(identity)
                    && before.names().equals(names)) {
                return before.isLocal();
            }
            if (before != null) {
                before.key().cancel();
                watched.remove(folder);
            }
            WatchKey key = folder.register(events, KINDS);
            watched.put(folder, new Watched(key, identity, isLocal.test(folder), names));
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.debug("folder '{}' cannot be watched", folder, e);
        }
        return false;
    }

    /**
     * Waits for an event since the last wait, for {@link #wake}, or for a time.
     *
     * @return whether there was an event
     */
    boolean await(Duration longest) throws InterruptedException {
        synchronized (lock) {
            if (isWoken) {
                isWoken = false;
                return false;
            }
            waiting = Thread.currentThread();
        }
        boolean isEvent = false;
        try {
            isEvent = awaitEvent(System.nanoTime() + longest.toNanos());
        } catch (InterruptedException e) {
            synchronized (lock) {
                if (!isWoken) {
                    throw e;
                }
            }
        } finally {
            synchronized (lock) {
                waiting = null;
                if (isWoken) {
                    isWoken = false;
                    boolean ignored = Thread.interrupted();
                }
            }
        }
        return isEvent;
    }

    private boolean awaitEvent(long endNanos) throws InterruptedException {
        try {
            while (true) {
                long left = endNanos - System.nanoTime();
                @Nullable WatchKey key =
                        service.isEmpty() ? null : service.get().poll(left, TimeUnit.NANOSECONDS);
                if (key == null) {
                    return false;
                }
                if (counts(key)) {
                    return true;
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.trace("closed", e);
            return false;
        }
    }

    private boolean counts(WatchKey key) {
        var events = key.pollEvents();
        boolean isValid = key.reset();
        return !isValid
                || watched.values().stream()
                        .filter(folder -> folder.key().equals(key))
                        .anyMatch(folder -> events.stream().anyMatch(folder::counts));
    }

    /** Ends the current wait, or else the next one. */
    void wake() {
        synchronized (lock) {
            isWoken = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            if (service.isPresent()) {
                service.get().close();
            }
        } catch (IOException e) {
            LOG.debug("file events cannot be closed", e);
        }
    }
}
