package org.vexhost.distribution.small;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control group of the kernel below the one that this process is in, where the machine lets one
 * be made: version 1 or 2, whichever has the controller.
 */
final class Cgroup implements AutoCloseable {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final int TRIES_TO_REMOVE = 100;

    private final Path folder;
    private final String version;

    private Cgroup(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /**
     * Makes a group.
     *
     * @param controller for example {@code memory}
     * @param one the files of version 1 and what is written to them
     * @param two the files of version 2
     */
    static Optional<Cgroup> make(
            String controller, Map<String, String> one, Map<String, String> two) {
        try {
            if (!Files.isReadable(OWN)) {
                return Optional.empty();
            }
            List<String> own = Files.readAllLines(OWN);
            Path hierarchy = MOUNT.resolve(controller);
            if (Files.isDirectory(hierarchy)) {
                return Optional.of(
                        make(below(hierarchy, own, ":" + controller + ":"), "cgroup v1", one));
            }
            if (Files.isReadable(MOUNT.resolve("cgroup.controllers"))) {
                Path parent = below(MOUNT, own, "0::");
                if (!words(parent.resolve("cgroup.subtree_control")).contains(controller)) {
                    Files.writeString(parent.resolve("cgroup.subtree_control"), "+" + controller);
                }
                return Optional.of(make(parent, "cgroup v2", two));
            }
        } catch (IOException e) {
            System.out.printf("small hosts: no group for '%s' can be made [%s]%n", controller, e);
        }
        return Optional.empty();
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file).strip().split(" "));
    }

    /** The group that this process is in: what bounds it bounds the new group too. */
    private static Path below(Path hierarchy, List<String> own, String mark) {
        for (String line : own) {
            int at = line.indexOf(mark);
            if (at >= 0) {
                Path group = hierarchy.resolve(line.substring(at + mark.length() + 1));
                // In a container the path may be one that only the machine outside has.
                return Files.isDirectory(group) ? group : hierarchy;
            }
        }
        return hierarchy;
    }

    private static Cgroup make(Path parent, String version, Map<String, String> limits)
            throws IOException {
        Path folder = Files.createTempDirectory(parent, "vexhost-test-");
        try {
            for (Map.Entry<String, String> limit : limits.entrySet()) {
                Path file = folder.resolve(limit.getKey());
                // Swap is not counted on every machine.
                if (Files.exists(file) || !file.toString().contains("sw")) {
                    Files.writeString(file, limit.getValue());
                }
            }
        } catch (IOException e) {
            Files.delete(folder);
            throw e;
        }
        return new Cgroup(folder, version);
    }

    /** {@code cgroup v1} or {@code cgroup v2}. */
    String version() {
        return version;
    }

    /** What starts a program inside of it, as the same process. */
    List<String> prefix() {
        String procs = folder.resolve("cgroup.procs").toString();
        return List.of("/bin/sh", "-c", "echo $$ > " + procs + " && exec \"$0\" \"$@\"");
    }

    /** What a file of the group says. */
    String read(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip().replaceAll("\\s+", " ");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Removes it. The processes inside have ended, or are ended by this. */
    @Override
    public void close() throws IOException {
        for (int i = 0; i < TRIES_TO_REMOVE; i++) {
            try {
                Files.deleteIfExists(folder);
                return;
            } catch (DirectoryNotEmptyException e) {
                throw e;
            } catch (FileSystemException e) {
                if (i == TRIES_TO_REMOVE / 2) {
                    endProcesses();
                }
                pause();
            }
        }
    }

    private void endProcesses() throws IOException {
        for (String pid : Files.readAllLines(folder.resolve("cgroup.procs"))) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
