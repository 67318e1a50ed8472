package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostHome;

/** Checks whether this user can use the folders of a home. */
final class FolderCheck implements Check {

    private static final String PART = "folders";

    private final String user = System.getProperty("user.name", "?");

    FolderCheck() {}

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        Path root = home.root();
        if (!Files.isDirectory(root)) {
            checkParent(root, out);
            return;
        }
        boolean isFine = isUsable(root, out);
        if (Files.isExecutable(root)) {
            for (Path folder : List.of(home.data(), home.logs(), home.run())) {
                isFine &= isNoLink(folder, out) && isUsable(folder, out);
            }
            for (Path folder : List.of(home.etc(), home.bundles(), home.tools())) {
                isFine &= isReadable(folder, out);
            }
        }
        if (isFine) {
            out.accept(
                    DoctorFinding.ok(
                            PART, "user '%s' can use them".formatted(user), root.toString()));
        }
    }

    private void checkParent(Path root, Consumer<DoctorFinding> out) {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "the home is not a folder",
                            root.toString(),
                            "name another home by --home or VEXHOST_HOME"));
            return;
        }
        Path parent = root.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "the home does not exist, and user '%s' cannot create it in '%s'"
                                    .formatted(user, parent),
                            root.toString(),
                            "create it as root and give it to the host's user by 'chown', or name"
                                    + " another home by --home or VEXHOST_HOME"));
        } else {
            out.accept(
                    DoctorFinding.ok(
                            PART,
                            "the home does not exist; the first start creates it",
                            root.toString()));
        }
    }

    private static boolean isNoLink(Path folder, Consumer<DoctorFinding> out) {
        boolean isLink = Files.isSymbolicLink(folder);
        if (isLink) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "it is a link, and a host starts only with a folder",
                            folder.toString(),
                            "make the home itself a link, or mount the other disk here"));
        }
        return !isLink;
    }

    private boolean isUsable(Path folder, Consumer<DoctorFinding> out) throws IOException {
        return isFolder(folder, out)
                && isAllowed(
                        folder,
                        Files.isReadable(folder)
                                && Files.isWritable(folder)
                                && Files.isExecutable(folder),
                        "read, write and enter it",
                        out);
    }

    private boolean isReadable(Path folder, Consumer<DoctorFinding> out) throws IOException {
        return isFolder(folder, out)
                && isAllowed(
                        folder,
                        Files.isReadable(folder) && Files.isExecutable(folder),
                        "read and enter it",
                        out);
    }

    private static boolean isFolder(Path folder, Consumer<DoctorFinding> out) {
        boolean isFine =
                !Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(folder);
        if (!isFine) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "it is not a folder",
                            folder.toString(),
                            "move it away; the next start creates the folder"));
        }
        return isFine;
    }

    private boolean isAllowed(
            Path folder, boolean isAllowed, String what, Consumer<DoctorFinding> out)
            throws IOException {
        if (isAllowed || !Files.exists(folder)) {
            return true;
        }
        String owner = FileTrust.hasOwners(folder) ? Files.getOwner(folder).getName() : user;
        out.accept(
                DoctorFinding.problem(
                        PART,
                        "user '%s' cannot %s".formatted(user, what),
                        folder.toString(),
                        owner.equals(user)
                                ? "change its mode by 'chmod u+rwx', and look whether its disk is"
                                        + " mounted read-only"
                                : ("it belongs to user '%s': run this and the host as that user, for"
                                                + " example with 'sudo -u %s', or change its owner"
                                                + " by 'chown'")
                                        .formatted(owner, owner)));
        return false;
    }
}
