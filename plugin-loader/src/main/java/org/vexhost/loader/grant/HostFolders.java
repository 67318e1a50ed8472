package org.vexhost.loader.grant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vexhost.api.MessageText;
import org.vexhost.loader.grant.GrantException.Reason;

/** Which folders of the host may be granted. */
final class HostFolders {

    private final Path home;

    HostFolders(Path home) {
        this.home = home;
    }

    /** A tool's own folder: {@code data/NAME}. */
    Path own(String tool) {
        return home.resolve("data").resolve(tool);
    }

    /** Makes a tool's own folder, if it is not there. */
    Path makeOwn(String tool) throws GrantException {
        Path folder = own(tool);
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw new GrantException(
                    Reason.NOT_A_DIRECTORY,
                    "folder %s cannot be made [%s]".formatted(quote(folder), e.getMessage()),
                    e);
        }
    }

    /**
     * Checks a folder that is to be granted to a tool: absolute, normalised, there, and not
     * overlapping the host's home but for the tool's own folder. Links are followed for the
     * comparison, so that none leads around it.
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
        if (!Files.isDirectory(folder)) {
            throw new GrantException(
                    Reason.NOT_A_DIRECTORY,
                    "host path is not a folder [%s]".formatted(quote(folder)));
        }
        try {
            Path real = folder.toRealPath();
            Path realHome = home.toRealPath();
            Path realOwn = realHome.resolve("data").resolve(tool);
            boolean overlaps =
                    overlaps(folder, home) || overlaps(real, realHome) || overlaps(real, home);
            boolean own =
                    real.startsWith(realOwn)
                            && (folder.startsWith(own(tool)) || folder.startsWith(realOwn));
            if (overlaps && !own) {
                throw new GrantException(
                        Reason.OVERLAPS_HOME,
                        "host path overlaps the host's home [%s, home %s, allowed %s]"
                                .formatted(quote(folder), quote(home), quote(own(tool))));
            }
        } catch (IOException e) {
            throw new GrantException(
                    Reason.NOT_A_DIRECTORY,
                    "host path cannot be resolved [%s]".formatted(quote(folder)),
                    e);
        }
    }

    private static boolean overlaps(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static String quote(Path path) {
        return MessageText.quote(path.toString());
    }
}
