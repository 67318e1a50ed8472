package org.vexhost.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code audit.log} and the rotated files beside it. Each line is written completely or
 * not at all. Used by one thread at a time. An interrupt of that thread does not abort a write, and
 * the interrupt status is set again afterwards.
 */
final class AuditFile implements AutoCloseable {

    /** The name of the current file. */
    static final String NAME = "audit.log";

    private static final int MAX_LAST_LINE = 1 << 20;
    private static final int MAX_TRIES = 10;
    private static final long NO_CUT = -1;
    private static final Set<OpenOption> WRITE =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.READ,
                    LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final Path path;
    private final OlderFiles older;
    private volatile long maxFileBytes;
    private volatile long maxBytes;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    /**
     * The length to which the file with {@code key} must be truncated at the next open, because
     * truncating it failed. This is the end of its last complete line.
     */
    private long cut = NO_CUT;

    AuditFile(Path folder, long maxFileBytes, long maxBytes) {
        this.folder = folder;
        this.path = folder.resolve(NAME);
        this.older = new OlderFiles(folder);
        this.maxFileBytes = maxFileBytes;
        this.maxBytes = maxBytes;
    }

    /** Sets new limits, in bytes. They apply from the next line on. May be called on any thread. */
    void limit(long fileBytes, long allBytes) {
        maxFileBytes = fileBytes;
        maxBytes = allBytes;
    }

    /** Returns whether a rotated file was deleted to make room. May be called on any thread. */
    boolean isAtBound() {
        return older.isAtBound();
    }

    /** A file operation that an interrupt of its thread would abort. */
    private interface Task<T> {
        T run() throws IOException;
    }

    /**
     * Runs a file operation. An interrupt closes the channel and aborts the operation, which is
     * then repeated. Interrupting a command or ending a session must not prevent its line from
     * being written.
     */
    private static <T> T whole(Task<T> task) throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return task.run();
                } catch (ClosedByInterruptException e) {
                    isInterrupted |= Thread.interrupted();
                    if (tries == MAX_TRIES) {
                        throw e;
                    }
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Returns the last complete line, which may be in a rotated file. If an incomplete line follows
     * it in the current file, a process ended while it wrote that line. The incomplete line is
     * removed.
     */
    Optional<String> lastLine() throws IOException {
        return whole(
                () -> {
                    FileChannel open = open();
                    Optional<String> last = lastLine(open);
                    Optional<Path> before = last.isPresent() ? Optional.empty() : older.newest();
                    if (before.isEmpty()) {
                        return last;
                    }
                    try (FileChannel file =
                            FileChannel.open(
                                    before.get(),
                                    StandardOpenOption.READ,
                                    LinkOption.NOFOLLOW_LINKS)) {
                        return lastLine(file);
                    }
                });
    }

    private Optional<String> lastLine(FileChannel file) throws IOException {
        long end = file.size();
        int length = (int) Math.min(end, MAX_LAST_LINE);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long from = end - length;
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                break;
            }
        }
        String text = new String(bytes.array(), 0, bytes.position(), US_ASCII);
        int stop = text.lastIndexOf('\n');
        if (file == channel && stop != text.length() - 1) {
            FileChannel ignored = file.truncate(from + stop + 1);
        }
        return stop < 0
                ? Optional.empty()
                : Optional.of(text.substring(text.lastIndexOf('\n', stop - 1) + 1, stop));
    }

    /**
     * Appends lines: all of them, or none.
     *
     * @param lines the lines, each with its line break
     * @param number the number of the first line
     * @param isDurable whether to force the lines to the disk before this method returns
     * @throws IOException if the lines are not written
     */
    void append(byte[] lines, long number, boolean isDurable) throws IOException {
        boolean ignored =
                whole(
                        () -> {
                            tryAppend(lines, number, isDurable);
                            return true;
                        });
    }

    private void tryAppend(byte[] lines, long number, boolean isDurable) throws IOException {
        FileChannel open = open();
        // The size is read every time, because an operator may have copied the file and emptied it.
        long before = open.size();
        if (before > 0 && before + lines.length > maxFileBytes) {
            rotate(open, number);
            open = open();
            before = open.size();
        }
        ByteBuffer rest = ByteBuffer.wrap(lines);
        long end = before;
        try {
            while (rest.hasRemaining()) {
                end += open.write(rest, end);
            }
            if (isDurable) {
                open.force(false);
            }
        } catch (IOException e) {
            cut(open, before);
            throw e;
        }
    }

    /** Removes an incomplete line. If truncating fails, it is tried again at the next open. */
    private void cut(FileChannel open, long length) throws IOException {
        try {
            FileChannel ignored = open.truncate(length);
        } catch (IOException e) {
            cut = length;
            close();
        }
    }

    /** Returns the open file. If another process moved or deleted the file, opens a new one. */
    private FileChannel open() throws IOException {
        FileChannel known = channel;
        if (known != null && known.isOpen()) {
            if (isStillThere()) {
                return known;
            }
            known.close();
        }
        boolean isNew = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        FileChannel opened = FileChannel.open(path, WRITE, OwnerOnly.in(folder));
        channel = opened;
        Object now = attributes().fileKey();
        if (cut != NO_CUT && (now == null || now.equals(key)) && opened.size() > cut) {
            FileChannel ignored = opened.truncate(cut);
        }
        cut = NO_CUT;
        key = now;
        if (isNew) {
            OlderFiles.keepNames(folder);
        } else if (opened.size() > 0) {
            Optional<String> ignored = lastLine(opened);
        }
        return opened;
    }

    private boolean isStillThere() throws IOException {
        try {
            Object now = attributes().fileKey();
            return now == null || now.equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Rotates the file. It is forced to the disk first, because lines about calls were not forced.
     */
    private void rotate(FileChannel open, long number) throws IOException {
        open.force(false);
        close();
        older.add(path, number - 1);
        older.keepBelow(maxBytes - maxFileBytes);
    }

    /** Returns the rotated files, oldest first. */
    List<Path> older() throws IOException {
        return older.all();
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
