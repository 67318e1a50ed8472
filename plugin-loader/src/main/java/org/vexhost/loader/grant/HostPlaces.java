package org.vexhost.loader.grant;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Folders outside the home that no tool may access: the host's program and data, and folders that
 * represent the machine.
 */
public final class HostPlaces {

    /** System properties whose values are folders, with the name of each folder in messages. */
    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "vexhost.distribution", "the distribution",
                    "vexhost.cache", "the host's cache",
                    "java.home", "the JDK");

    private static final List<String> SYSTEM = List.of("/proc", "/sys", "/dev");

    private final Supplier<Map<String, Path>> places;

    private HostPlaces(Supplier<Map<String, Path>> places) {
        this.places = places;
    }

    /** Returns an empty list of folders, for tests of other features. */
    static HostPlaces none() {
        return new HostPlaces(Map::of);
    }

    /**
     * Returns the folders of this process.
     *
     * @param toolsFolder supplies the current tools folder, which may be outside the home
     */
    public static HostPlaces ofProcess(Supplier<Path> toolsFolder) {
        return new HostPlaces(
                () -> {
                    Map<String, Path> all = new LinkedHashMap<>();
                    all.put("the tools folder", toolsFolder.get());
                    PROPERTIES.forEach((property, name) -> add(all, property, name));
                    SYSTEM.forEach(path -> all.put("the machine's " + path, Path.of(path)));
                    return all;
                });
    }

    private static void add(Map<String, Path> all, String property, String name) {
        String value = System.getProperty(property, "");
        if (!value.isEmpty()) {
            try {
                all.put(name, Path.of(value).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                // The host cannot use a folder with an impossible path.
                return;
            }
        }
    }

    /** Returns the current folders, with their names in messages as keys. */
    Map<String, Path> now() {
        return places.get();
    }
}
