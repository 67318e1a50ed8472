package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Beside each package")
class CompanionsIT {

    @Test
    void liesAChecksumThatSha256sumChecks() throws Exception {
        List<Path> packages = Packages.all();
        assertFalse(packages.isEmpty());
        for (Path each : packages) {
            String checked =
                    Programs.must(
                            List.of(
                                    "sh",
                                    "-c",
                                    "cd \"$0\" && LC_ALL=C sha256sum -c \"$1.sha256\"",
                                    Packages.FOLDER.toString(),
                                    each.getFileName().toString()));
            assertEquals(each.getFileName() + ": OK", checked);
        }
    }

    @Test
    void liesABillOfMaterialsThatNamesEachLibraryAndTheRuntime() throws Exception {
        Path distribution = Path.of("..", "distribution", "target", "vexhost");
        for (Path each : Packages.all()) {
            String bill = Files.readString(each.resolveSibling(each.getFileName() + ".sbom.json"));
            assertTrue(bill.contains("\"bomFormat\": \"CycloneDX\""), each::toString);
            assertTrue(named(bill, "openjdk", "[0-9.+]+"), each::toString);
            int libraries = 0;
            for (String folder : List.of("lib", "system")) {
                try (var jars = Files.newDirectoryStream(distribution.resolve(folder), "*.jar")) {
                    for (Path jar : jars) {
                        String[] parts =
                                jar.getFileName().toString().split("-(?=[0-9])|(-admin)?\\.jar");
                        assertTrue(
                                named(bill, parts[0], Pattern.quote(parts[1])),
                                () -> each + " does not name " + jar);
                        libraries++;
                    }
                }
            }
            assertTrue(libraries > 30, "saw " + libraries);
        }
    }

    private static boolean named(String bill, String name, String version) {
        return Pattern.compile("\"name\": \"%s\",\\s+\"version\": \"%s\"".formatted(name, version))
                .matcher(bill)
                .find();
    }
}
