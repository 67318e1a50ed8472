package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostHome;

/**
 * Makes a home's folders where they are absent, and closes all but {@code tools/} to others,
 * whatever the umask is and whatever was there before.
 */
final class HomeSetup {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    /** Of {@code etc/}; links may go round. */
    private static final int MAX_DEPTH = 3;

    private final HostHome home;
    private final Path distribution;
    private final List<String> notices = new ArrayList<>();

    HomeSetup(HostHome home, Path distribution) {
        this.home = home;
        this.distribution = distribution;
    }

    /**
     * Does all of it.
     *
     * @return what an operator should look at, one line each
     * @throws LaunchException if there can be no host on this home
     */
    List<String> apply() throws LaunchException {
        try {
            makeRoot();
            closeRoot();
            boolean isNew = !Files.isDirectory(home.etc());
            for (Path folder : new Path[] {home.run(), home.data(), home.logs()}) {
                requireNoLink(folder);
                make(folder);
                close(folder, 1);
            }
            make(home.tools());
            make(home.bundles());
            close(home.bundles(), 1);
            make(home.etc());
            if (isNew) {
                copyDefaults();
            }
            make(home.grants());
            close(home.etc(), 2);
            requireOwn(FileTrust.ofProcess(home.run()), home.etc(), MAX_DEPTH);
            return List.copyOf(notices);
        } catch (IOException e) {
            throw new LaunchException(
                    "home '%s' cannot be set up [%s]".formatted(home.root(), e), e);
        }
    }

    /** Makes the folder for logs, and the home for that. */
    void makeLogs() throws LaunchException {
        try {
            makeRoot();
            requireNoLink(home.logs());
            make(home.logs());
        } catch (IOException e) {
            throw new LaunchException(
                    "home '%s' cannot be set up [%s]".formatted(home.root(), e), e);
        }
    }

    private void makeRoot() throws IOException {
        Path parent = home.root().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        make(home.root());
    }

    private static void requireNoLink(Path folder) throws LaunchException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new LaunchException("'%s' is not a folder".formatted(folder));
        }
    }

    /** Makes a folder for its owner alone; one that is there stays as it is. */
    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null && FileTrust.hasOwners(parent)) {
            FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PRIVATE);
            Files.createDirectory(folder, mode);
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Others may look into a home that was there, for {@code tools/}; they may not write. */
    private void closeRoot() throws IOException {
        Path root = home.root();
        if (!FileTrust.hasOwners(root)) {
            return;
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(root);
        if (!FileTrust.isWritableByOthers(before)) {
            return;
        }
        Set<PosixFilePermission> now = EnumSet.copyOf(before);
        now.remove(PosixFilePermission.GROUP_WRITE);
        now.remove(PosixFilePermission.OTHERS_WRITE);
        try {
            Files.setPosixFilePermissions(root, now);
            notices.add(couldWrite(root, PosixFilePermissions.toString(before)));
        } catch (IOException e) {
            notices.add(
                    "others can write to home '%s' [%s], and that cannot be changed [%s]"
                            .formatted(root, PosixFilePermissions.toString(before), e));
        }
    }

    private static String couldWrite(Path path, String before) {
        return "others could write to '%s' until now [%s]; look at what is there"
                .formatted(path, before);
    }

    /**
     * Closes a folder and what lies in it.
     *
     * @param depth how deep
     */
    private void close(Path path, int depth) throws IOException {
        try {
            FileTrust.close(path).ifPresent(before -> notices.add(couldWrite(path, before)));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            notices.add("others can write to '%s', and that cannot be changed".formatted(path));
        }
        if (depth > 0 && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    close(file, depth - 1);
                }
            } catch (AccessDeniedException e) {
                // Whoever wants to read it says so.
            }
        }
    }

    /** What others wrote is no configuration of this host: grants, say. */
    private static void requireOwn(FileTrust trust, Path path, int depth)
            throws IOException, LaunchException {
        if (!FileTrust.hasOwners(path)) {
            return;
        }
        try {
            var owner = Files.getOwner(path);
            if (!trust.isOwn(owner)) {
                throw new LaunchException(
                        "'%s' belongs to user '%s', not to '%s' who runs this host; "
                                        .formatted(path, owner.getName(), trust.self().getName())
                                + "run it as that user, or change the owner by 'chown'");
            }
        } catch (NoSuchFileException e) {
            return; // A link to nowhere, or gone again.
        }
        if (depth > 0 && Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    requireOwn(trust, file, depth - 1);
                }
            }
        }
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
