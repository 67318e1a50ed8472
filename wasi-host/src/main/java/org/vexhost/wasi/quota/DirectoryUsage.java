package org.vexhost.wasi.quota;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Facts;
import org.vexhost.wasi.confine.Listing;

/**
 * The size of the contents of a directory tree.
 *
 * @param bytes the total size of the files; a file with two names counts twice
 * @param files the number of files, directories and links
 */
record DirectoryUsage(long bytes, long files) {

    /**
     * The maximum number of entries that are counted. A directory with more entries counts as full.
     */
    static final long MAX_COUNTED = 200_000;

    /** The maximum nesting of directories. A directory with deeper nesting also counts as full. */
    private static final int MAX_DEPTH = 64;

    /** Counts everything below a directory, using handles instead of paths. */
    static DirectoryUsage count(Directory root, Interruption interruption)
            throws IOException, InterruptedException {
        Counter counter = new Counter(interruption);
        Deque<Listing> listings = new ArrayDeque<>();
        try {
            listings.push(root.list());
            while (!listings.isEmpty() && !counter.isFull()) {
                Optional<Path> name = listings.element().next();
                if (name.isEmpty()) {
                    listings.pop().close();
                } else if (counter.add(listings.element().directory(), name.get())) {
                    enter(listings, name.get(), counter);
                }
            }
        } finally {
            for (Listing listing : listings) {
                listing.close();
            }
        }
        return counter.usage();
    }

    private static void enter(Deque<Listing> listings, Path name, Counter counter)
            throws IOException {
        if (listings.size() == MAX_DEPTH) {
            counter.fill();
            return;
        }
        try {
            listings.push(listings.element().enter(name));
        } catch (NoSuchFileException e) {
            return; // Another process removed it in the meantime.
        } catch (AccessDeniedException e) {
            return; // A tool cannot add anything there either.
        } catch (ErrnoException e) {
            if (e.errno() != Errno.NOTDIR && e.errno() != Errno.AGAIN) {
                throw e;
            }
        }
    }

    private static final class Counter {
        private final Interruption interruption;
        private long bytes;
        private long files;
        private boolean isFull;

        Counter(Interruption interruption) {
            this.interruption = interruption;
        }

        /** Counts a name, and returns whether it is a directory. */
        boolean add(Directory directory, Path name) throws IOException, InterruptedException {
            interruption.check();
            if (++files > MAX_COUNTED) {
                fill();
            }
            Optional<Facts> facts = directory.factsIfPresent(name);
            if (facts.isPresent() && facts.get().isRegularFile()) {
                bytes += facts.get().size();
            }
            return facts.isPresent() && facts.get().isDirectory();
        }

        void fill() {
            isFull = true;
        }

        boolean isFull() {
            return isFull;
        }

        DirectoryUsage usage() {
            return isFull
                    ? new DirectoryUsage(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2)
                    : new DirectoryUsage(bytes, files);
        }
    }
}
