package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the profile has built. */
final class Packages {

    static final String VERSION = System.getProperty("vexhost.test.version", "");
    static final Path FOLDER = Path.of(System.getProperty("vexhost.test.packages", ""));

    private Packages() {}

    /** The one package whose name matches. */
    static Path one(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(FOLDER, glob)) {
            files.forEach(found::add);
        }
        assertEquals(1, found.size(), () -> glob + ": " + found);
        return found.get(0);
    }

    /** Without what lies beside packages. */
    static List<Path> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> !file.toString().matches(".*\\.(sha256|sbom\\.json)"))
                    .sorted()
                    .toList();
        }
    }
}
