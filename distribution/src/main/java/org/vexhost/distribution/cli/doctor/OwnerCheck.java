package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostHome;

/** Checks who owns the files of a home, and whether other users can write them or read secrets. */
final class OwnerCheck implements Check {

    private static final String PART = "owners";

    /**
     * The depth of the check below {@code etc/}, the same as at the start of a host. The depth is
     * limited, because links may form cycles.
     */
    private static final int MAX_DEPTH = 3;

    /**
     * The maximum number of findings. If the wrong user copied the home, there are thousands of
     * findings.
     */
    private static final int MAX_FINDINGS = 20;

    private final boolean isRunning;

    /**
     * Creates a check.
     *
     * @param isRunning whether a host runs on the home. A starting host removes the permissions of
     *     other users, so a file that is open while the host runs was changed or created later
     */
    OwnerCheck(boolean isRunning) {
        this.isRunning = isRunning;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        Path root = home.root();
        if (!Files.isDirectory(root) || !FileTrust.hasOwners(root)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(root);
        Limited limited = new Limited(out);
        checkUser(root, owner, limited);
        checkRoot(root, limited);
        for (Path folder : List.of(home.data(), home.logs(), home.run())) {
            checkWritten(folder, owner, limited);
            for (Path file : files(folder)) {
                // The folders of tools have names without a dot, and may belong to any user.
                if (!folder.equals(home.data())
                        || String.valueOf(file.getFileName()).contains(".")) {
                    checkWritten(file, owner, limited);
                }
            }
        }
        FileTrust trust = new FileTrust(owner);
        checkTrusted(trust, home.bundles(), 1, false, limited);
        checkTrusted(trust, home.etc(), MAX_DEPTH, false, limited);
        checkSecret(home.etc().resolve("audit.key"), limited);
        for (Path file : files(home.etc().resolve("secrets"))) {
            checkSecret(file, limited);
        }
        if (limited.count == 0) {
            out.accept(
                    DoctorFinding.ok(
                            PART,
                            "the files belong to '%s', and nobody else can write them"
                                    .formatted(owner.getName()),
                            root.toString()));
        }
    }

    /**
     * Passes on a limited number of findings, and then a last finding which says that there are
     * more.
     */
    private static final class Limited implements Consumer<DoctorFinding> {
        private final Consumer<DoctorFinding> out;
        private int count;

        Limited(Consumer<DoctorFinding> out) {
            this.out = out;
        }

        @Override
        public void accept(DoctorFinding finding) {
            count++;
            if (count <= MAX_FINDINGS) {
                out.accept(finding);
            } else if (count == MAX_FINDINGS + 1) {
                out.accept(
                        DoctorFinding.warning(
                                PART, "there are more such files", "", "mend these and run again"));
            }
        }
    }

    private static void checkUser(Path root, UserPrincipal owner, Consumer<DoctorFinding> out) {
        String self = System.getProperty("user.name", "?");
        if (!owner.getName().equals(self) && !"?".equals(self)) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            "the home belongs to user '%s', and this command runs as '%s'"
                                    .formatted(owner.getName(), self),
                            root.toString(),
                            "run this and the host as '%s', for example with 'sudo -u %s'"
                                    .formatted(owner.getName(), owner.getName())));
        }
    }

    private static void checkRoot(Path root, Consumer<DoctorFinding> out) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(root);
        if (FileTrust.isWritableByOthers(mode)) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            "others can write to the home [%s]"
                                    .formatted(PosixFilePermissions.toString(mode)),
                            root.toString(),
                            "look at what is there, then 'chmod go-w'"));
        }
    }

    /**
     * Checks a file that the host writes. The host cannot write files of another user, even root's.
     */
    private static void checkWritten(Path path, UserPrincipal owner, Consumer<DoctorFinding> out)
            throws IOException {
        PosixFileAttributes facts;
        try {
            facts =
                    Files.readAttributes(
                            path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!facts.owner().equals(owner) && !"root".equals(owner.getName())) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "it belongs to user '%s', and a host of '%s' cannot write it"
                                    .formatted(facts.owner().getName(), owner.getName()),
                            path.toString(),
                            "run 'chown %s' on it as root".formatted(owner.getName())));
        }
    }

    /**
     * Checks code and configuration by the rules of {@link FileTrust}.
     *
     * @param isClosed whether others cannot enter the folder of the file
     */
    private void checkTrusted(
            FileTrust trust, Path path, int depth, boolean isClosed, Consumer<DoctorFinding> out)
            throws IOException {
        PosixFileAttributes facts;
        try {
            facts = Files.readAttributes(path, PosixFileAttributes.class);
        } catch (NoSuchFileException e) {
            return; // The file is a dangling link or was removed.
        }
        if (!trust.isOwn(facts.owner())) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "it belongs to user '%s', not to '%s' or root, and is not trusted"
                                    .formatted(facts.owner().getName(), trust.self().getName()),
                            path.toString(),
                            "check its content, then 'chown %s'"
                                    .formatted(trust.self().getName())));
        }
        if (!isClosed && FileTrust.isWritableByOthers(facts.permissions())) {
            out.accept(openFile(path, "others can write it", facts.permissions(), "go-w"));
        }
        if (facts.isDirectory() && depth > 0) {
            boolean isClosedFolder =
                    !facts.permissions().contains(PosixFilePermission.GROUP_EXECUTE)
                            && !facts.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
            for (Path file : files(path)) {
                checkTrusted(trust, file, depth - 1, isClosedFolder, out);
            }
        }
    }

    private void checkSecret(Path file, Consumer<DoctorFinding> out) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.contains(PosixFilePermission.OTHERS_READ)
                    || mode.contains(PosixFilePermission.GROUP_READ)) {
                out.accept(openFile(file, "others can read this secret", mode, "go-rwx"));
            }
        }
    }

    private DoctorFinding openFile(
            Path path, String what, Set<PosixFilePermission> mode, String change) {
        String fact = "%s [%s]".formatted(what, PosixFilePermissions.toString(mode));
        return isRunning
                ? DoctorFinding.problem(
                        PART,
                        fact + ": the host does not use it",
                        path.toString(),
                        "check its content, then 'chmod %s'".formatted(change))
                : DoctorFinding.warning(
                        PART,
                        fact,
                        path.toString(),
                        "check its content; the next start closes it to others");
    }

    /**
     * Returns the content of a folder. Empty if the folder cannot be read, which another check
     * reports.
     */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }
}
