package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/** Checks the free space on each disk that a host writes to. */
final class DiskCheck implements Check {

    private static final String PART = "disk";
    private static final long MIB = 1L << 20;
    private static final long MIN_BYTES = 32 * MIB;

    /** The space below which there is a warning. The logs alone may grow to this size. */
    private static final long FEW_BYTES = 1024 * MIB;

    private static final long MIN_TEMPORARY_BYTES = MIB;

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        // A test file is written only to these folders. In the others, a host would notice the
        // file.
        Set<Path> unwatched = Set.of(home.data(), home.logs(), home.run());
        Set<FileStore> seen = new HashSet<>();
        for (Path folder :
                List.of(home.data(), home.logs(), home.run(), home.etc(), home.tools())) {
            Path there = existing(folder);
            FileStore store = Files.getFileStore(there);
            if (seen.add(store)) {
                boolean canTry = unwatched.contains(there) && Files.isWritable(there);
                judge(there, store.isReadOnly(), store.getUsableSpace(), canTry, out);
            }
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
        FileStore store = Files.getFileStore(existing(temporary));
        if (seen.add(store)) {
            judgeTemporary(temporary, store.isReadOnly(), store.getUsableSpace(), out);
        }
    }

    /**
     * Reports whether a disk has enough space.
     *
     * @param bytes free space in bytes
     * @param canTry whether a test file may be written to the folder and deleted
     */
    void judge(
            Path folder,
            boolean isReadOnly,
            long bytes,
            boolean canTry,
            Consumer<DoctorFinding> out) {
        String fact = "%d MiB are free".formatted(bytes / MIB);
        String where = folder.toString();
        if (isReadOnly) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "the disk is mounted read-only",
                            where,
                            "look into 'dmesg' for errors of the disk; 'mount -o remount,rw' lets"
                                    + " it be written again"));
        } else if (bytes < MIN_BYTES) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            fact + ": deployments, grants and logs cannot be written",
                            where,
                            "delete what is not needed ('du -xh --max-depth=2' shows what is"
                                    + " large), or move the home to a larger disk"));
        } else if (!canTry || canWrite(folder, out)) {
            out.accept(
                    bytes < FEW_BYTES
                            ? DoctorFinding.warning(
                                    PART,
                                    fact + ", and logs and compiled tools may need more",
                                    where,
                                    "delete what is not needed, or move the home to a larger disk")
                            : DoctorFinding.ok(PART, fact, where));
        }
    }

    /** Reports whether the disk for temporary files has space. A host needs little space there. */
    void judgeTemporary(Path folder, boolean isReadOnly, long bytes, Consumer<DoctorFinding> out) {
        if (isReadOnly || bytes < MIN_TEMPORARY_BYTES) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            "temporary files cannot be written [%d MiB free%s]"
                                    .formatted(bytes / MIB, isReadOnly ? ", read-only" : ""),
                            folder.toString(),
                            "delete what is not needed there"));
        }
    }

    /**
     * Writes a small file and deletes it. This finds problems that the free space does not show: an
     * exhausted quota, or a disk that cannot store more files.
     */
    private static boolean canWrite(Path folder, Consumer<DoctorFinding> out) {
        try {
            Path probe = Files.createTempFile(folder, ".doctor", null);
            try {
                Path ignored = Files.write(probe, new byte[1]);
            } finally {
                Files.delete(probe);
            }
            return true;
        } catch (FileSystemException e) {
            return cannotWrite(folder, String.valueOf(e.getReason()), out);
        } catch (IOException e) {
            // If writing to an open file fails, the exception does not contain the name of the
            // file.
            return cannotWrite(folder, String.valueOf(e.getMessage()), out);
        }
    }

    private static boolean cannotWrite(Path folder, String why, Consumer<DoctorFinding> out) {
        out.accept(
                DoctorFinding.problem(
                        PART,
                        "no file can be written [%s]".formatted(why),
                        folder.toString(),
                        "'df -h' and 'df -i' show whether space or inodes are used up, 'quota'"
                                + " whether the user's share is"));
        return false;
    }

    /** Returns the folder, or the nearest existing folder above it. */
    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
