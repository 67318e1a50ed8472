package org.vexhost.loader.grant;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.loader.grant.GrantException.Reason;

/** Decides which folders of the machine may be granted. */
final class HostFolders {

    private static final String NO_FOLDER = "it is a file";
    private static final String UNREADABLE = "it cannot be read";

    private final Path home;
    private final HostPlaces places;

    HostFolders(Path home, HostPlaces places) {
        this.home = home;
        this.places = places;
    }

    /** Returns a tool's own folder: {@code data/NAME}. */
    Path own(String tool) {
        return home.resolve("data").resolve(tool);
    }

    /** Creates a tool's own folder if it does not exist. */
    Path makeOwn(String tool) throws GrantException {
        Path folder = own(tool);
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw new GrantException(
                    Reason.NOT_A_DIRECTORY,
                    "folder %s cannot be made [%s]".formatted(quote(folder), reason(e)),
                    e);
        }
    }

    /**
     * Checks a folder before it is granted to a tool. The folder must be absolute, normalised and
     * existing. It must not overlap the host's home, except for the tool's own folder, or another
     * place of the host. Links and mounts are resolved first, so neither can bypass the check. The
     * folder must not be such a place under another path, and no such place may be mounted below
     * it.
     */
    void require(String tool, Path folder) throws GrantException {
        if (!folder.isAbsolute() || !folder.equals(folder.normalize())) {
            throw new GrantException(
                    Reason.INVALID_VALUE,
                    "host path is not absolute and normalised [%s]".formatted(quote(folder)));
        }
        if (folder.equals(own(tool)) && !Files.exists(folder)) {
            makeOwn(tool);
        }
        requireFolder(folder);
        try {
            Path real = folder.toRealPath();
            Path realHome = home.toRealPath();
            Path realOwn = realHome.resolve("data").resolve(tool);
            MountTable mounts = MountTable.now();
            boolean overlaps =
                    overlaps(folder, home)
                            || overlaps(real, home)
                            || overlaps(real, realHome)
                            || mounts.overlap(real, realHome);
            boolean own =
                    real.startsWith(realOwn)
                            && (folder.startsWith(own(tool)) || folder.startsWith(realOwn));
            if (overlaps && !own) {
                throw new GrantException(
                        Reason.OVERLAPS_HOME,
                        "host path overlaps the host's home [%s, home %s, allowed %s]"
                                .formatted(quote(folder), quote(home), quote(own(tool))));
            }
            requireOutside(folder, real, mounts);
        } catch (IOException e) {
            throw new GrantException(
                    Reason.NOT_A_DIRECTORY,
                    "host path cannot be resolved [%s]".formatted(quote(folder)),
                    e);
        }
    }

    private static void requireFolder(Path folder) throws GrantException {
        String reason;
        try {
            if (Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                return;
            }
            reason = NO_FOLDER;
        } catch (IOException e) {
            reason = reason(e);
        }
        throw new GrantException(
                Reason.NOT_A_DIRECTORY,
                "host path is not a folder [%s: %s]".formatted(quote(folder), reason));
    }

    /** Says why a folder cannot be used. An exception's message has the path in it, unquoted. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it does not exist, or the host cannot see it";
        } else if (e instanceof FileAlreadyExistsException) {
            return NO_FOLDER;
        } else if (e instanceof AccessDeniedException) {
            return "the host's user may not enter a folder above it";
        } else if (e instanceof FileSystemException failure) {
            return Objects.requireNonNullElse(failure.getReason(), UNREADABLE);
        }
        return UNREADABLE;
    }

    private void requireOutside(Path folder, Path real, MountTable mounts)
            throws GrantException, IOException {
        for (Map.Entry<String, Path> place : places.now().entrySet()) {
            Path path = place.getValue();
            if (!Files.exists(path)) {
                continue;
            }
            Path realPath = path.toRealPath();
            if (overlaps(folder, path)
                    || overlaps(real, path)
                    || overlaps(real, realPath)
                    || mounts.overlap(real, realPath)) {
                throw new GrantException(
                        Reason.OVERLAPS_HOST,
                        "host path overlaps %s [%s, %s]"
                                .formatted(place.getKey(), quote(folder), quote(path)));
            }
        }
        Optional<String> virtual = mounts.virtual(real);
        if (virtual.isPresent()) {
            throw new GrantException(
                    Reason.OVERLAPS_HOST,
                    "host path has files of the kernel in it [%s, %s]"
                            .formatted(quote(folder), MessageText.escape(virtual.get(), 300)));
        }
    }

    private static boolean overlaps(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static String quote(Path path) {
        return MessageText.quote(path.toString());
    }
}
