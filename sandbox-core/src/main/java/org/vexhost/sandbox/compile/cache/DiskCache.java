package org.vexhost.sandbox.compile.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches generated classes in a directory to which only the host's user has access, since the
 * classes run in the host. Each entry is one file: see {@link CacheEntry}. A file is written under
 * a temporary name and then renamed to its final name. Damaged and foreign entries are deleted, and
 * so are temporary files that a killed process has left behind.
 */
public final class DiskCache implements GeneratedCodeCache {

    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

    private static final String SUFFIX = ".classes";
    private static final String ORDER = ".order";
    private static final String TEMPORARY = ".tmp";

    /** The age from which on a temporary file is no longer being written. */
    private static final Duration TEMPORARY_AGE = Duration.ofHours(1);

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final Path directory;
    private final long maxBytes;

    /**
     * The number of bytes that may be added before the size of the directory must be checked again.
     */
    private long roomBytes;

    private DiskCache(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /**
     * Opens a cache, and creates its directory if it does not exist.
     *
     * @param directory the directory for entries; it must belong to the host's user and not be a
     *     link
     * @param maxBytes the maximum size of all entries together, in bytes; the least recently used
     *     entries are deleted first
     * @throws IOException if the directory cannot be created, or others have access to it
     */
    public static DiskCache open(Path directory, long maxBytes) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                if (posix) {
                    Files.createDirectory(
                            directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                } else {
                    Files.createDirectory(directory);
                }
            } catch (FileAlreadyExistsException e) {
                LOG.debug("another process created compile cache '{}' at the same time", directory);
            }
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("compile cache '" + directory + "' is not a directory");
        }
        if (posix) {
            secure(directory);
        }
        return new DiskCache(directory, maxBytes);
    }

    private static void secure(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(
                        directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path probe = Files.createTempFile(directory, "owner", TEMPORARY);
        try {
            if (!Files.getOwner(probe).equals(attributes.owner())) {
                throw new IOException("compile cache '" + directory + "' belongs to another user");
            }
        } finally {
            Files.delete(probe);
        }
        if (!OWNER_ONLY.containsAll(attributes.permissions())) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    @Override
    public OptionalLong size(String key) {
        try {
            return OptionalLong.of(Files.size(directory.resolve(key + SUFFIX)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<ValidatedCode> validated(String key) {
        return read(key, file -> CacheEntry.readValidated(file, key));
    }

    @Override
    public Optional<GeneratedCode> find(String key) {
        return read(
                key,
                file -> {
                    GeneratedCode code = CacheEntry.read(file, key);
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                    return code;
                });
    }

    private interface Reading<T> {

        T from(Path file) throws IOException;
    }

    private <T> Optional<T> read(String key, Reading<T> reading) {
        Path file = directory.resolve(key + SUFFIX);
        try {
            return Optional.of(reading.from(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (EOFException e) {
            LOG.warn("entry '{}' of the compile cache is dropped: it ends too early", key);
            drop(file);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("entry '{}' of the compile cache is dropped: {}", key, e.getMessage());
            drop(file);
            return Optional.empty();
        }
    }

    @Override
    public void keep(String key, GeneratedCode code) {
        try {
            write(key + SUFFIX, file -> CacheEntry.write(file, key, code));
        } catch (IOException e) {
            LOG.warn("entry '{}' of the compile cache could not be written", key, e);
        }
    }

    @Override
    public List<String> loadOrder(String key) {
        Path file = directory.resolve(key + ORDER);
        try {
            return LoadOrder.read(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.debug("the load order of entry '{}' is dropped", key, e);
            drop(file);
            return List.of();
        }
    }

    @Override
    public void keepLoadOrder(String key, List<String> names) {
        try {
            write(key + ORDER, file -> LoadOrder.write(file, names));
        } catch (IOException e) {
            LOG.debug("the load order of entry '{}' could not be written", key, e);
        }
    }

    private interface Writing {

        void to(Path file) throws IOException;
    }

    private void write(String name, Writing writing) throws IOException {
        Path written = Files.createTempFile(directory, "new", TEMPORARY);
        long size;
        try {
            writing.to(written);
            size = Files.size(written);
            Files.move(
                    written,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        kept(size);
    }

    /**
     * Counts an added entry. Lists the directory only if the directory may have become too large,
     * since it may have thousands of entries.
     */
    private synchronized void kept(long size) throws IOException {
        roomBytes -= size;
        if (roomBytes < 0) {
            roomBytes = maxBytes - trim();
        }
    }

    /**
     * Deletes old temporary files, and the least recently used entries until the remaining entries
     * are small enough together.
     *
     * @return the size of the remaining entries, in bytes
     */
    private long trim() throws IOException {
        record Entry(Path file, long bytes, FileTime used) {}
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        FileTime abandoned = FileTime.from(Instant.now().minus(TEMPORARY_AGE));
        String names = "*{" + SUFFIX + "," + ORDER + "," + TEMPORARY + "}";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
            for (Path file : files) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                FileTime used = attributes.lastModifiedTime();
                if (!file.toString().endsWith(TEMPORARY)) {
                    entries.add(new Entry(file, attributes.size(), used));
                    bytes += attributes.size();
                } else if (used.compareTo(abandoned) < 0) {
                    drop(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Another host that uses the same directory may be deleting entries at the same time.
            return maxBytes;
        }
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (bytes <= maxBytes) {
                break;
            }
            drop(entry.file());
            bytes -= entry.bytes();
        }
        return bytes;
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("file '{}' of the compile cache could not be deleted", file, e);
        }
    }
}
