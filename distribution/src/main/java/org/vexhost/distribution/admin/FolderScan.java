package org.vexhost.distribution.admin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What changed in a folder since the last look. A file is told of when it looks the same twice in a
 * row, so that one that is being written is left alone, and is gone when it was missing at looks
 * some time apart: who saves by renaming takes it away for a moment. Used by one thread.
 */
final class FolderScan {

    /** How long a file must have been missing before it is gone. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How long a file that is there at the first look must have been as it is. */
    private static final long SETTLED_MILLIS = 1_000;

    private final Path folder;
    private final Predicate<String> wanted;
    private final boolean isFirstTaken;
    private final LongSupplier nanoTime;
    private final Map<Path, Look> pending = new TreeMap<>();
    private final Map<Path, Long> missingSince = new HashMap<>();
    private final Set<Path> again = new HashSet<>();
    private Map<Path, Look> known = Map.of();
    private boolean first = true;

    private record Look(long size, FileTime modified, String key) {

        /** There, but nothing else is known of it: whoever reads it will hear why. */
        private static final Look UNKNOWN = new Look(-1, FileTime.fromMillis(Long.MAX_VALUE), "");
    }

    /**
     * What happened.
     *
     * @param changed new files, files with new contents, and those that were asked for again
     * @param removed files that are gone
     */
    record Changes(List<Path> changed, List<Path> removed) {}

    /**
     * Looks at the files of a folder, not below it, whose name is wanted.
     *
     * @param isFirstTaken whether the first look tells of files that were written just before, too
     * @param nanoTime a clock that only goes forward
     */
    FolderScan(Path folder, Predicate<String> wanted, boolean isFirstTaken, LongSupplier nanoTime) {
        this.folder = folder;
        this.wanted = wanted;
        this.isFirstTaken = isFirstTaken;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks.
     *
     * @throws IOException if the folder is absent or cannot be listed: nothing is known of its
     *     files then, and nothing is forgotten
     */
    Changes next() throws IOException {
        Map<Path, Look> now = look();
        Map<Path, Look> settled = new TreeMap<>();
        List<Path> changed = new ArrayList<>();
        now.forEach(
                (file, look) -> {
                    Look before = known.get(file);
                    if (look.equals(before)) {
                        settled.put(file, look);
                        pending.remove(file);
                        if (again.contains(file)) {
                            changed.add(file);
                        }
                    } else if (look.equals(pending.get(file))
                            || (first && (isFirstTaken || isOld(look)))) {
                        settled.put(file, look);
                        pending.remove(file);
                        changed.add(file);
                    } else {
                        pending.put(file, look);
                        if (before != null) {
                            settled.put(file, before);
                        }
                    }
                });
        List<Path> removed = new ArrayList<>();
        known.forEach(
                (file, look) -> {
                    if (now.containsKey(file)) {
                        missingSince.remove(file);
                    } else if (isGone(file)) {
                        removed.add(file);
                    } else {
                        settled.put(file, look);
                    }
                });
        pending.keySet().retainAll(now.keySet());
        missingSince.keySet().retainAll(settled.keySet());
        again.removeAll(changed);
        again.removeAll(removed);
        known = settled;
        first = false;
        return new Changes(changed, removed);
    }

    /** Tells of a file at the next look that finds it, even if it did not change. */
    void again(Path file) {
        again.add(file);
    }

    private boolean isGone(Path file) {
        long now = nanoTime.getAsLong();
        Long since = missingSince.putIfAbsent(file, now);
        return since != null && now - since >= PATIENCE.toNanos();
    }

    private static boolean isOld(Look look) {
        return look.modified().toMillis() < System.currentTimeMillis() - SETTLED_MILLIS;
    }

    private Map<Path, Look> look() throws IOException {
        Map<Path, Look> files = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".") && wanted.test(name)) {
                    look(file, files);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static void look(Path file, Map<Path, Look> files) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            if (facts.isRegularFile()) {
                files.put(
                        file,
                        new Look(
                                facts.size(),
                                facts.lastModifiedTime(),
                                String.valueOf(facts.fileKey())));
            }
        } catch (NoSuchFileException e) {
            // Gone between the listing and the look: the next listing does not have it.
        } catch (IOException e) {
            files.put(file, Look.UNKNOWN);
        }
    }
}
