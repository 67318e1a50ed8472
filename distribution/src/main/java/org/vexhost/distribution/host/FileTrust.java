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
 * Decides which files may contain code and configuration of the host: files that only the host's
 * user and root can change. All files are trusted if the file system does not record owners.
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
     * Determines the user of this process.
     *
     * @param folder a folder that the process may write to
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
     * Checks that a file and its folder can be trusted. Links are resolved first.
     *
     * @throws UntrustedFileException if other users can change the file
     * @throws IOException if owners or permissions cannot be read
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
     * Checks that a file or folder can be trusted.
     *
     * @param isClosed whether other users cannot reach it, whatever its own permissions
     * @return whether other users cannot reach its content
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

    /** Whether a file belongs to the host's user or to root. */
    public boolean isOwn(UserPrincipal owner) {
        return owner.equals(self) || "root".equals(owner.getName());
    }

    /**
     * Removes all permissions of other users from a file. Does not follow links.
     *
     * @return the earlier permissions, for example {@code rwxrwxrwx}, if other users could write;
     *     otherwise empty
     * @throws IOException if other users can write and their permissions cannot be removed
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
            // The file belongs to another user, or the disk is read-only.
            if (wasWritable) {
                throw e;
            }
        }
        return wasWritable ? Optional.of(PosixFilePermissions.toString(before)) : Optional.empty();
    }

    /** Whether the group or all users can write. */
    public static boolean isWritableByOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether the file system records owners and permissions. */
    public static boolean hasOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
