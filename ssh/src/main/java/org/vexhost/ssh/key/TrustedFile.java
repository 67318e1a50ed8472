package org.vexhost.ssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file that decides who may sign in, or that has to stay secret. Each read checks the owner and
 * the permissions of the file and its folder. Of a link, both its own folder and its target are
 * checked. File systems without owners are trusted.
 */
final class TrustedFile {

    private static final Set<PosixFilePermission> WRITES =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /** The access that other users may have to a file. */
    enum Others {
        /** Others may read the file, and not write it. */
        MAY_READ,
        /** Others may neither read nor write the file. */
        MAY_NOTHING
    }

    private final Path file;
    private final UserPrincipal self;
    private final Others others;
    private final int maxBytes;

    /**
     * Creates a file that has not been read.
     *
     * @param self the host's user; files of this user and of root are trusted
     */
    TrustedFile(Path file, UserPrincipal self, Others others, int maxBytes) {
        this.file = file;
        this.self = self;
        this.others = others;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads the file.
     *
     * @throws NoSuchFileException if the file does not exist
     * @throws IOException if the file is not trusted, too large, or cannot be read; the message
     *     names the file and the reason
     */
    byte[] read() throws IOException {
        Path real = file.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new IOException("'%s' is not a file".formatted(file));
        }
        requireFolder(file.toAbsolutePath());
        requireFolder(real);
        if (others == Others.MAY_READ) {
            require(real, WRITES, "chmod go-w");
        } else {
            require(real, EnumSet.complementOf(EnumSet.copyOf(OWNER)), "chmod 600");
        }
        try (InputStream in = Files.newInputStream(real)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException("'%s' exceeds %d bytes".formatted(file, maxBytes));
            }
            return content;
        }
    }

    /** Whoever can write to the folder can replace the file, or the link to it. */
    private void requireFolder(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            require(folder, WRITES, "chmod go-w");
        }
    }

    private void require(Path path, Set<PosixFilePermission> denied, String remedy)
            throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes facts = Files.readAttributes(path, PosixFileAttributes.class);
        if (!facts.owner().equals(self) && !"root".equals(facts.owner().getName())) {
            throw new IOException(
                    "'%s' belongs to user '%s'; change that by chown"
                            .formatted(path, facts.owner().getName()));
        }
        if (facts.permissions().stream().anyMatch(denied::contains)) {
            throw new IOException(
                    "others can %s '%s' [%s]; change that by %s"
                            .formatted(
                                    others == Others.MAY_READ || Files.isDirectory(path)
                                            ? "write to"
                                            : "read or write",
                                    path,
                                    PosixFilePermissions.toString(facts.permissions()),
                                    remedy));
        }
    }
}
