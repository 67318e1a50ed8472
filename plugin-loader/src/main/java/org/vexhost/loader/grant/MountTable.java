package org.vexhost.loader.grant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mounts that this process sees, from {@code /proc/self/mountinfo} (see proc(5)). A folder that
 * is mounted at a second place has two paths but one location.
 *
 * @param mounts in mount order; a later mount covers an earlier one
 */
record MountTable(List<Mount> mounts) {

    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    /** File systems whose files represent processes, devices and the kernel. */
    private static final Set<String> VIRTUAL =
            Set.of(
                    "proc",
                    "sysfs",
                    "devtmpfs",
                    "devpts",
                    "cgroup",
                    "cgroup2",
                    "debugfs",
                    "tracefs",
                    "securityfs",
                    "configfs",
                    "efivarfs",
                    "bpf",
                    "mqueue",
                    "binfmt_misc");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    /**
     * One mount.
     *
     * @param root the mounted folder, inside its file system
     * @param point the path where it is visible
     * @param type the type of the file system
     */
    record Mount(Location root, Path point, String type) {
        boolean isVirtual() {
            return VIRTUAL.contains(type);
        }
    }

    /**
     * A folder inside a file system, independent of the paths that lead there.
     *
     * @param device the device of the file system
     * @param path the path inside it
     */
    record Location(String device, Path path) {
        boolean overlaps(Location other) {
            return device.equals(other.device)
                    && (path.startsWith(other.path) || other.path.startsWith(path));
        }
    }

    MountTable {
        mounts = List.copyOf(mounts);
    }

    /** Returns the current mounts; empty if the system does not provide them. */
    static MountTable now() {
        try {
            return parse(Files.readAllLines(MOUNT_INFO, StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException e) {
            return new MountTable(List.of());
        }
    }

    static MountTable parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            int end = List.of(fields).indexOf("-");
            if (fields.length > 5 && end > 0 && end + 1 < fields.length) {
                try {
                    mounts.add(
                            new Mount(
                                    new Location(fields[2], path(fields[3])),
                                    path(fields[4]),
                                    fields[end + 1]));
                } catch (InvalidPathException e) {
                    // The path cannot be expressed, so no path of this process leads there either.
                }
            }
        }
        return new MountTable(mounts);
    }

    /**
     * Decodes a path in which special characters are written as a backslash and three octal digits.
     */
    private static Path path(String field) {
        Matcher escapes = ESCAPE.matcher(field);
        String bytes =
                escapes.replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 8))));
        return Path.of(
                new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** Returns the mount that contains a path without links. */
    private Optional<Mount> mount(Path real) {
        Optional<Mount> found = Optional.empty();
        for (Mount mount : mounts) {
            boolean isCloser =
                    found.filter(each -> each.point().getNameCount() > mount.point().getNameCount())
                            .isEmpty();
            if (real.startsWith(mount.point()) && isCloser) {
                found = Optional.of(mount);
            }
        }
        return found;
    }

    /**
     * Returns all locations that can be reached from a folder: its own, and those of mounts below
     * it.
     */
    List<Location> reach(Path real) {
        List<Location> all = new ArrayList<>();
        mount(real)
                .ifPresent(
                        mount ->
                                all.add(
                                        new Location(
                                                mount.root().device(),
                                                mount.root()
                                                        .path()
                                                        .resolve(mount.point().relativize(real))
                                                        .normalize())));
        for (Mount mount : mounts) {
            if (mount.point().startsWith(real)) {
                all.add(mount.root());
            }
        }
        return all;
    }

    /** Returns the virtual file system that contains a folder or is mounted below it. */
    Optional<String> virtual(Path real) {
        return mount(real)
                .filter(Mount::isVirtual)
                .or(
                        () ->
                                mounts.stream()
                                        .filter(each -> each.point().startsWith(real))
                                        .filter(Mount::isVirtual)
                                        .findFirst())
                .map(mount -> "%s at %s".formatted(mount.type(), mount.point()));
    }

    /** Whether a common location can be reached from both folders. */
    boolean overlap(Path one, Path other) {
        List<Location> others = reach(other);
        return reach(one).stream().anyMatch(place -> others.stream().anyMatch(place::overlaps));
    }
}
