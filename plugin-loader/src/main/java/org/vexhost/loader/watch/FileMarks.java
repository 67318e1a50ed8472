package org.vexhost.loader.watch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The modification times and sizes of files and folders, to find out at little cost that nothing
 * changed. The time of a folder changes when a name in it is added, removed or replaced. A change
 * of permissions, or one that keeps time and size, is not noticed. Not thread-safe.
 */
public final class FileMarks {

    /**
     * A file that was modified less than this ago counts as changed: clocks of file systems are
     * coarse, so the next change may have the same time.
     */
    private static final long FRESH_MILLIS = 3_000;

    private List<Mark> marks = List.of();
    private boolean hasLinks;

    /** Cheaper than attributes of a path: no object and, if the file is absent, no exception. */
    private record Mark(File file, long modifiedMillis, long sizeBytes) {

        static Mark of(File file) {
            return new Mark(file, file.lastModified(), file.length());
        }

        boolean isValid(long nowMillis) {
            return Math.abs(nowMillis - modifiedMillis) >= FRESH_MILLIS
                    && file.lastModified() == modifiedMillis
                    && file.length() == sizeBytes;
        }
    }

    /** Replaces the marks. A path may be absent. */
    public void take(Collection<Path> paths) {
        marks = paths.stream().map(path -> Mark.of(path.toFile())).toList();
        hasLinks = paths.stream().anyMatch(Files::isSymbolicLink);
    }

    /**
     * Whether a path of the last {@link #take} is a symbolic link. Its target may change without an
     * event of the link's folder.
     */
    public boolean haveLinks() {
        return hasLinks;
    }

    /** Removes all marks. */
    public void clear() {
        marks = List.of();
    }

    /** Whether there are marks, and all are still valid. */
    public boolean areValid() {
        long now = System.currentTimeMillis();
        for (Mark mark : marks) {
            if (!mark.isValid(now)) {
                return false;
            }
        }
        return !marks.isEmpty();
    }
}
