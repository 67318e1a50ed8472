package org.vexhost.sandbox.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores snapshots in a directory, each in a file of mode 0600. A file is written under a temporary
 * name and then renamed to its final name. Damaged and foreign files are deleted.
 */
public final class SnapshotFiles implements SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

    private static final String SUFFIX = ".snapshot";
    private static final int BUFFER_BYTES = 1 << 16;

    /** An upper bound on the size of the header, key, counts and digest of a file. */
    private static final int FIXED_BYTES = 1 << 14;

    private final Path directory;
    private final long maxBytes;

    /**
     * Creates a store in a directory to which only the host's user has access.
     *
     * @param maxBytes the maximum size of all files together, in bytes; the least recently used are
     *     dropped first
     */
    public SnapshotFiles(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    private Path file(String key) {
        return directory.resolve(key + SUFFIX);
    }

    @Override
    public Optional<Snapshot> find(String key) {
        Path file = file(key);
        try {
            Snapshot snapshot = read(file, key);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(snapshot);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (EOFException e) {
            drop(key, "it ends too early");
            return Optional.empty();
        } catch (IOException e) {
            drop(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Snapshot read(Path file, String key) throws IOException {
        long size =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .size();
        if (size > maxFileBytes()) {
            throw new IOException("it exceeds the maximum size of all snapshots");
        }
        try (InputStream in =
                new BufferedInputStream(
                        Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), BUFFER_BYTES)) {
            return SnapshotFormat.read(in, key, size);
        }
    }

    /**
     * Returns the maximum size of a file. At most a 256th of it is not part of the snapshot itself.
     */
    private long maxFileBytes() {
        long more = maxBytes / 256 + FIXED_BYTES;
        return maxBytes + Math.min(more, Long.MAX_VALUE - maxBytes);
    }

    @Override
    public void keep(String key, Snapshot snapshot) {
        try {
            Path written = Files.createTempFile(directory, "new", ".tmp", ownerOnly());
            try {
                try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(written), BUFFER_BYTES)) {
                    SnapshotFormat.write(out, key, snapshot);
                }
                Files.move(
                        written,
                        file(key),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
            trim();
        } catch (IOException e) {
            LOG.warn("snapshot '{}' could not be written", key, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Deletes the least recently used files until the remaining files are small enough together.
     */
    private synchronized void trim() throws IOException {
        record Entry(Path file, long bytes, FileTime used) {}
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("another host also removes files from '{}'", directory);
            return;
        }
        entries.sort(Comparator.comparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            if (bytes <= maxBytes) {
                break;
            }
            Files.deleteIfExists(entry.file());
            bytes -= entry.bytes();
        }
    }

    @Override
    public void drop(String key, String reason) {
        LOG.warn("snapshot '{}' is dropped and made anew: {}", key, reason);
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            LOG.warn("snapshot '{}' could not be deleted", key, e);
        }
    }
}
