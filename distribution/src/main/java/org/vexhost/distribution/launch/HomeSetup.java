package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.vexhost.distribution.host.HostHome;

/** Makes a home's folders where they are absent, and keeps others out of the private ones. */
final class HomeSetup {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    private final HostHome home;
    private final Path distribution;

    HomeSetup(HostHome home, Path distribution) {
        this.home = home;
        this.distribution = distribution;
    }

    void apply() throws LaunchException {
        try {
            if (!Files.isDirectory(home.root())) {
                Path parent = home.root().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                makePrivate(home.root());
            }
            for (Path folder : new Path[] {home.tools(), home.bundles()}) {
                Files.createDirectories(folder);
            }
            for (Path folder : new Path[] {home.run(), home.data(), home.logs()}) {
                makePrivate(folder);
            }
            if (!Files.isDirectory(home.etc())) {
                makePrivate(home.etc());
                copyDefaults();
            }
            Files.createDirectories(home.grants());
        } catch (IOException e) {
            throw new LaunchException(
                    "home '%s' cannot be set up [%s]".formatted(home.root(), e), e);
        }
    }

    private void makePrivate(Path folder) throws IOException, LaunchException {
        if (!Files.getFileStore(nearestExisting(folder)).supportsFileAttributeView("posix")) {
            Files.createDirectories(folder);
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new LaunchException("'%s' is not a folder".formatted(folder));
            }
            FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PRIVATE);
            Files.createDirectory(folder, mode);
        }
        if (!Files.getPosixFilePermissions(folder).equals(PRIVATE)) {
            Files.setPosixFilePermissions(folder, PRIVATE);
        }
    }

    private static Path nearestExisting(Path folder) {
        Path at = folder;
        while (!Files.exists(at)) {
            Path parent = at.getParent();
            if (parent == null) {
                return at;
            }
            at = parent;
        }
        return at;
    }

    /** Configuration files with every setting as a comment: a start for the operator. */
    private void copyDefaults() throws IOException {
        Path defaults = distribution.resolve("etc");
        if (!Files.isDirectory(defaults)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(defaults, "*.cfg")) {
            for (Path file : files) {
                Files.copy(file, home.etc().resolve(String.valueOf(file.getFileName())));
            }
        }
    }
}
