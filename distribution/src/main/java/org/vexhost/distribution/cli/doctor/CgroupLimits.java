package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The limits that Linux control groups, and therefore containers, set for a process. The smallest
 * limit among a group and all groups above it applies.
 */
final class CgroupLimits {

    private static final int MAX_DEPTH = 64;

    /** In version 1, a number of at least this size means that there is no limit. */
    private static final long NO_LIMIT = 1L << 60;

    private final List<Path> groups;

    private CgroupLimits(List<Path> groups) {
        this.groups = List.copyOf(groups);
    }

    /**
     * Reads the groups of a process.
     *
     * @param membership a file in the format of {@code /proc/self/cgroup}
     * @param root the folder that contains all groups
     */
    static CgroupLimits of(Path membership, Path root) {
        List<Path> groups = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(membership)) {
                String[] parts = line.split(":", 3);
                if (parts.length == 3) {
                    add(groups, root, parts[1], parts[2]);
                }
            }
        } catch (IOException e) {
            // On other systems than Linux, there are no groups.
            return new CgroupLimits(List.of());
        }
        return new CgroupLimits(groups);
    }

    private static void add(List<Path> groups, Path root, String controllers, String name) {
        Path base = root;
        if (!controllers.isEmpty()) {
            base = root.resolve(controllers.contains("memory") ? "memory" : controllers);
        }
        try {
            Path group = base.resolve(name.replaceFirst("^/+", "")).normalize();
            for (int depth = 0; depth < MAX_DEPTH && group.startsWith(base); depth++) {
                groups.add(group);
                Path parent = group.getParent();
                if (parent == null) {
                    break;
                }
                group = parent;
            }
            // In a container, the name may refer to a group outside it. The container's own group
            // is then the root.
            groups.add(base);
        } catch (InvalidPathException e) {
            groups.add(base);
        }
    }

    /** The limit on memory in bytes; empty if there is none. */
    OptionalLong memoryBytes() {
        return smallest("memory.max", "memory.limit_in_bytes");
    }

    /** The limit on processes and threads together; empty if there is none. */
    OptionalLong processes() {
        return smallest("pids.max", "pids.max");
    }

    private OptionalLong smallest(String name, String older) {
        return groups.stream()
                .distinct()
                .flatMapToLong(
                        group ->
                                LongStream.concat(
                                        read(group.resolve(name)).stream(),
                                        read(group.resolve(older)).stream()))
                .min();
    }

    private static OptionalLong read(Path file) {
        try {
            String text = Files.readString(file).strip();
            long value = text.matches("\\d{1,19}") ? Long.parseLong(text) : NO_LIMIT;
            return value < NO_LIMIT ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
