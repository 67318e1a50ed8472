package org.vexhost.gateway.caller.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Writes files that only the host's user can read and write, and checks who can change a file. */
public final class PrivateFiles {

    private static final long FRESH_MILLIS = 3_000;

    private PrivateFiles() {}

    /**
     * Replaces a file atomically. The content is written to a hidden file in the same folder and
     * forced to the disk. A rename then replaces the old file.
     *
     * @throws IOException if a step fails; the file is then unchanged
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("file has no folder [%s]".formatted(file));
        }
        makeFolder(folder);
        Path hidden = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            hidden,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            mode(hidden, "rw-------"))) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(
                    hidden,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(folder, "rwx------"));
        }
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Checks that only the host's user or root can change a file. The file must belong to the owner
     * of its folder or to root, and must not be writable by others.
     *
     * @throws IOException if the check fails; the message explains how to fix it
     */
    public static void requireTrusted(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        PosixFileAttributes facts = Files.readAttributes(file, PosixFileAttributes.class);
        Path folder = file.toAbsolutePath().getParent();
        UserPrincipal self = Files.getOwner(folder == null ? file : folder);
        if (!facts.owner().equals(self) && !"root".equals(facts.owner().getName())) {
            throw new IOException(
                    "belongs to user '%s'; change that by 'chown', or remove it"
                            .formatted(facts.owner().getName()));
        }
        Set<PosixFilePermission> permissions = facts.permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    "can be written by others [%s]; change that by 'chmod 600'"
                            .formatted(PosixFilePermissions.toString(permissions)));
        }
    }

    /**
     * Returns a text that differs after the file has changed. File times are coarse, so two changes
     * shortly after each other may leave the text the same: see {@link #isFresh}.
     */
    public static String facts(Path file) {
        try {
            BasicFileAttributes basic =
                    isPosix(file)
                            ? Files.readAttributes(file, PosixFileAttributes.class)
                            : Files.readAttributes(file, BasicFileAttributes.class);
            String text =
                    "%d %d %s"
                            .formatted(
                                    basic.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                    basic.size(),
                                    basic.fileKey());
            return basic instanceof PosixFileAttributes posix
                    ? text + posix.owner() + posix.permissions()
                    : text;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /**
     * Whether a file was changed so recently that another change may leave its modification time
     * the same. Clocks of file systems are coarse.
     */
    public static boolean isFresh(Path file) {
        try {
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
            return age < FRESH_MILLIS && age > -FRESH_MILLIS;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
