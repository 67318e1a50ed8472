package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostHome;

/**
 * Lists the files in the first two levels of a home with size, time, owner and mode. The names of
 * secrets and the files of tools are at deeper levels and are not listed.
 */
final class HomeListing {

    private static final int MAX_FILES = 5_000;
    private static final int MAX_DEPTH = 2;

    private final HostHome home;

    HomeListing(HostHome home) {
        this.home = home;
    }

    /** Returns one line for each file. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        if (!Files.isDirectory(home.root())) {
            return "the home does not exist\n";
        }
        try (var walk = Files.walk(home.root(), MAX_DEPTH)) {
            walk.limit(MAX_FILES).forEach(each -> text.append(line(each)).append('\n'));
        } catch (UncheckedIOException e) {
            text.append("the rest cannot be listed [%s]\n".formatted(e.getCause()));
        }
        return text.toString();
    }

    private String line(Path file) {
        String name = home.root().relativize(file).toString().replaceAll("\\p{Cntrl}", "?");
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String mode = "?????????";
            String owner = "?";
            if (FileTrust.hasOwners(file)) {
                PosixFileAttributes posix =
                        Files.readAttributes(
                                file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                mode = PosixFilePermissions.toString(posix.permissions());
                owner = posix.owner().getName();
            }
            return "%s%s %-10s %12d %s %s"
                    .formatted(
                            kind(facts),
                            mode,
                            owner,
                            facts.size(),
                            facts.lastModifiedTime(),
                            name.isEmpty() ? "." : name);
        } catch (IOException e) {
            return "%s cannot be read [%s]".formatted(name, e.getClass().getSimpleName());
        }
    }

    private static String kind(BasicFileAttributes facts) {
        if (facts.isDirectory()) {
            return "d";
        }
        return facts.isSymbolicLink() ? "l" : "-";
    }
}
