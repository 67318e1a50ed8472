package org.vexhost.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rotated files of the audit log. The name of each file contains the number of its last line,
 * so sorting by name sorts by age. Files with other names are never touched. Used by one thread at
 * a time.
 */
final class OlderFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OlderFiles.class);

    /**
     * Matches the names of rotated files. The second number is present if the name without it was
     * taken.
     */
    private static final Pattern NAME = Pattern.compile("audit-\\d{15}(-\\d{3})?\\.log");

    private static final int MAX_SAME = 999;

    private final Path folder;
    private volatile boolean isAtBound;

    OlderFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns whether a file was deleted to make room. May be called on any thread. */
    boolean isAtBound() {
        return isAtBound;
    }

    /** Returns all rotated files, oldest first. */
    List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(
                        folder, each -> NAME.matcher(each.getFileName().toString()).matches())) {
            found.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.removeIf(each -> !Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS));
        files.sort(Comparator.comparing(each -> each.getFileName().toString()));
        return files;
    }

    /** Returns the newest rotated file. */
    Optional<Path> newest() throws IOException {
        List<Path> files = all();
        return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
    }

    /** Rotates the current log: gives it the name of a rotated file. */
    void add(Path file, long lastNumber) throws IOException {
        Path name = folder.resolve("audit-%015d.log".formatted(lastNumber));
        for (int same = 1; Files.exists(name, LinkOption.NOFOLLOW_LINKS); same++) {
            if (same > MAX_SAME) {
                throw new IOException("all file names like '%s' are taken".formatted(name));
            }
            name = folder.resolve("audit-%015d-%03d.log".formatted(lastNumber, same));
        }
        Path ignored = Files.move(file, name);
        keepNames(folder);
    }

    /**
     * Deletes the oldest files until the remaining files have at most {@code maxBytes} bytes
     * together.
     */
    void keepBelow(long maxBytes) throws IOException {
        List<Path> files = all();
        long bytes = 0;
        for (Path each : files) {
            bytes += Files.size(each);
        }
        for (Path each : files) {
            if (bytes <= maxBytes) {
                return;
            }
            long size = Files.size(each);
            Files.delete(each);
            bytes -= size;
            if (!isAtBound) {
                LOG.warn(
                        "audit log has reached maxBytes, and its oldest file is deleted ['{}']",
                        each.getFileName());
            }
            isAtBound = true;
        }
    }

    /**
     * Forces the folder to the disk, where the system supports this. File names in it are then
     * durable.
     */
    static void keepNames(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOG.debug("folder '{}' cannot be forced to the disk", folder, e);
        }
    }
}
