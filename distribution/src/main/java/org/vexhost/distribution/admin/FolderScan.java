package org.vexhost.distribution.admin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What changed in a folder since the last look. A file is told of when it looks the same twice in a
 * row, so that one that is being written is left alone. Used by one thread.
 */
final class FolderScan {

    /** How long a file that is there at the first look must have been as it is. */
    private static final long SETTLED_MILLIS = 1_000;

    private final Path folder;
    private final Predicate<String> wanted;
    private final boolean isFirstTaken;
    private final Map<Path, Look> pending = new TreeMap<>();
    private Map<Path, Look> known = Map.of();
    private boolean first = true;

    private record Look(long size, FileTime modified, String key) {}

    /**
     * What happened.
     *
     * @param changed new files and files with new contents
     * @param removed files that are gone
     */
    record Changes(List<Path> changed, List<Path> removed) {}

    /**
     * Looks at the files of a folder, not below it, whose name is wanted.
     *
     * @param isFirstTaken whether the first look tells of files that were written just before, too
     */
    FolderScan(Path folder, Predicate<String> wanted, boolean isFirstTaken) {
        this.folder = folder;
        this.wanted = wanted;
        this.isFirstTaken = isFirstTaken;
    }

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
        for (Path file : known.keySet()) {
            if (!now.containsKey(file)) {
                removed.add(file);
            }
        }
        pending.keySet().retainAll(now.keySet());
        known = settled;
        first = false;
        return new Changes(changed, removed);
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
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Map.of();
        }
        return files;
    }

    private static void look(Path file, Map<Path, Look> files) throws IOException {
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
        }
    }
}
