package org.vexhost.distribution.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which files may hold code and configuration of the host: those that nobody but its own user and
 * root can change. Where the file system knows no owners, all of them.
 *
 * @param self the user that the host runs as
 */
public record FileTrust(UserPrincipal self) {

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    /**
     * Finds out which user this process is.
     *
     * @param folder where it may write
     */
    public static FileTrust ofProcess(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".owner", null);
        try {
            return new FileTrust(Files.getOwner(probe));
        } finally {
            Files.delete(probe);
        }
    }

    /**
     * Fails unless a file, and the folder that it really lies in, can be trusted.
     *
     * @throws UntrustedFileException if others can change them
     * @throws IOException if that cannot be found out
     */
    public void require(Path file) throws IOException {
        if (!hasOwners(file)) {
            return;
        }
        Path real = file.toRealPath();
        Path folder = real.getParent();
        boolean isClosed = folder != null && requireOne(folder, false);
        boolean ignored = requireOne(real, isClosed);
    }

    /**
     * Fails unless a file or folder can be trusted.
     *
     * @param isClosed whether others cannot get at it, whatever its mode
     * @return whether others cannot get at what is in it
     */
    private boolean requireOne(Path path, boolean isClosed) throws IOException {
        PosixFileAttributes facts = Files.readAttributes(path, PosixFileAttributes.class);
        if (!isOwn(facts.owner())) {
            throw new UntrustedFileException(
                    "'%s' belongs to user '%s'; change that by 'chown', or remove it"
                            .formatted(path, facts.owner().getName()));
        }
        if (!isClosed && isWritableByOthers(facts.permissions())) {
            throw new UntrustedFileException(
                    "others can write to '%s' [%s]; change that by 'chmod go-w'"
                            .formatted(path, PosixFilePermissions.toString(facts.permissions())));
        }
        return !facts.permissions().contains(PosixFilePermission.GROUP_EXECUTE)
                && !facts.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    /** Whether a file is of the host's user, or of root. */
    public boolean isOwn(UserPrincipal owner) {
        return owner.equals(self) || "root".equals(owner.getName());
    }

    /**
     * Takes all rights of others to a file away. Does not follow links.
     *
     * @return what others could do before, like {@code rwxrwxrwx}, if they could write
     * @throws IOException if they can write, and that cannot be changed
     */
    public static Optional<String> close(Path path) throws IOException {
        if (!hasOwners(path)) {
            return Optional.empty();
        }
        PosixFileAttributes facts =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> before = facts.permissions();
        boolean wasWritable = isWritableByOthers(before);
        if (facts.isSymbolicLink() || before.stream().noneMatch(OTHERS::contains)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> now = EnumSet.copyOf(before);
        now.removeAll(OTHERS);
        try {
            Files.setPosixFilePermissions(path, now);
        } catch (IOException e) {
            // Of another user, or on a disk that cannot be written.
            if (wasWritable) {
                throw e;
            }
        }
        return wasWritable ? Optional.of(PosixFilePermissions.toString(before)) : Optional.empty();
    }

    /** Whether a group, or everybody, can write. */
    public static boolean isWritableByOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether the system knows owners and modes. */
    public static boolean hasOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
