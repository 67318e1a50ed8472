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
 * Creates the missing folders of a home, and removes the permissions of other users from all
 * folders except {@code tools/}. The umask and earlier permissions have no effect.
 */
final class HomeSetup {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    /** The depth of the check of {@code etc/}. It is limited, because links may form cycles. */
    private static final int MAX_DEPTH = 3;

    private final HostHome home;
    private final Path distribution;
    private final List<String> notices = new ArrayList<>();

    HomeSetup(HostHome home, Path distribution) {
        this.home = home;
        this.distribution = distribution;
    }

    /**
     * Sets up the home.
     *
     * @return notices for the operator, one line each
     * @throws LaunchException if no host can run on this home
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

    /** Creates the folder for logs, and the home if it is missing. */
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

    /** Creates a folder that only its owner may use. An existing folder stays unchanged. */
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

    /**
     * Removes the write permissions of other users from the home. Other users may still enter an
     * existing home to reach {@code tools/}.
     */
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
     * Removes all permissions of other users from a folder and its content.
     *
     * @param depth number of levels of subfolders
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
                // The code that later reads this folder reports the problem.
            }
        }
    }

    /**
     * Checks that all files belong to the host's user or to root, so that other users cannot
     * provide configuration such as grants.
     */
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
            return; // The file is a dangling link or was removed.
        }
        if (depth > 0 && Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    requireOwn(trust, file, depth - 1);
                }
            }
        }
    }

    /** Copies the default configuration files. They list every setting in comments. */
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
