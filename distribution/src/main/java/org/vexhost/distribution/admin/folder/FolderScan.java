package org.vexhost.distribution.admin.folder;

import java.io.File;
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
 * Finds changes in a folder since the last scan. A file is reported once it looks the same in two
 * consecutive scans, so a file that is being written is left alone. A file counts as removed once
 * it has been missing for some time, since some editors remove a file for a moment when they save
 * it by renaming. Files are listed only if the folder or one of its files has another modification
 * time or size than before, and after {@link #LIST_AFTER}. Used by one thread.
 */
final class FolderScan {

    /** The time for which a file must be missing before it counts as removed. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The longest time without a list, since modification times may be wrong. */
    static final Duration LIST_AFTER = Duration.ofSeconds(10);

    /**
     * What was modified less than this ago is listed again: clocks of file systems are coarse, so
     * the next change may have the same time.
     */
    private static final long FRESH_MILLIS = 3_000;

    private static final Changes NONE = new Changes(List.of(), List.of());

    /** How long a file must be unchanged to be reported by the first scan. */
    private static final long SETTLED_MILLIS = 1_000;

    private final Path folder;
    private final File folderFile;
    private final Predicate<String> wanted;
    private final boolean isFirstTaken;
    private final LongSupplier nanoTime;
    private final Map<Path, Look> pending = new TreeMap<>();
    private final Map<Path, Long> missingSince = new HashMap<>();
    private final Set<Path> again = new HashSet<>();
    private Map<Path, Look> known = Map.of();
    private List<Mark> marks = List.of();
    private long listedNanos;
    private boolean first = true;
    private boolean isSettled;

    private record Look(long size, FileTime modified, String key) {

        /**
         * The state of a file whose attributes cannot be read. The error is reported when the file
         * is read.
         */
        private static final Look UNKNOWN = new Look(-1, FileTime.fromMillis(Long.MAX_VALUE), "");
    }

    /** What a file or folder looked like; cheaper to compare than attributes of a path. */
    private record Mark(File file, long modifiedMillis, long size) {

        boolean isFresh(long nowMillis) {
            return Math.abs(nowMillis - modifiedMillis) < FRESH_MILLIS;
        }

        boolean isValid(long nowMillis) {
            return !isFresh(nowMillis)
                    && file.lastModified() == modifiedMillis
                    && (size < 0 || file.length() == size);
        }
    }

    /**
     * The changes that a scan found.
     *
     * @param changed new files, changed files, and files that were requested by {@link #again}
     * @param removed files that were removed
     */
    record Changes(List<Path> changed, List<Path> removed) {}

    /**
     * Creates a scan of the files in a folder whose names match. Subfolders are ignored.
     *
     * @param isFirstTaken whether the first scan also reports files that have just been written
     * @param nanoTime a monotonic clock
     */
    FolderScan(Path folder, Predicate<String> wanted, boolean isFirstTaken, LongSupplier nanoTime) {
        this.folder = folder;
        this.folderFile = folder.toFile();
        this.wanted = wanted;
        this.isFirstTaken = isFirstTaken;
        this.nanoTime = nanoTime;
    }

    /**
     * Scans the folder.
     *
     * @throws IOException if the folder does not exist or cannot be listed; the known state of its
     *     files then stays unchanged
     */
    Changes next() throws IOException {
        if (areMarksValid()) {
            return NONE;
        }
        isSettled = false;
        marks = List.of();
        long modified = folderFile.lastModified();
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
        if (pending.isEmpty() && missingSince.isEmpty() && again.isEmpty()) {
            mark(modified);
        }
        return new Changes(changed, removed);
    }

    private boolean areMarksValid() {
        if (marks.isEmpty()
                || !again.isEmpty()
                || nanoTime.getAsLong() - listedNanos >= LIST_AFTER.toNanos()) {
            return false;
        }
        long now = System.currentTimeMillis();
        for (Mark mark : marks) {
            if (!mark.isValid(now)) {
                return false;
            }
        }
        return true;
    }

    private void mark(long modified) {
        List<Mark> now = new ArrayList<>();
        now.add(new Mark(folderFile, modified, -1));
        known.forEach(
                (file, look) ->
                        now.add(new Mark(file.toFile(), look.modified().toMillis(), look.size())));
        marks = List.copyOf(now);
        listedNanos = nanoTime.getAsLong();
        long nowMillis = System.currentTimeMillis();
        isSettled =
                marks.stream().noneMatch(mark -> mark.isFresh(nowMillis))
                        && known.keySet().stream().noneMatch(Files::isSymbolicLink);
    }

    /**
     * Whether the last scan left nothing pending, and each further change has a file event, if the
     * folder has such events. Never true if a file is a symbolic link: its target may be elsewhere.
     */
    boolean isSettled() {
        return isSettled && again.isEmpty();
    }

    /** Whether the folder does not exist, or cannot be reached. */
    boolean isAbsent() {
        return !folderFile.exists();
    }

    /** Lists the files in the next scan, even if the times and sizes are as before. */
    void listAgain() {
        marks = List.of();
    }

    /** Reports a file in the next scan that finds it, even if it did not change. */
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
            // The file was removed after the folder was listed. The next listing does not contain
            // it.
        } catch (IOException e) {
            files.put(file, Look.UNKNOWN);
        }
    }
}
