package org.vexhost.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What users unpack")
class ArchiveIT {

    private static final Path FOLDER = Path.of(System.getProperty("vexhost.test.distribution", ""));
    private static final String ARCHIVE = System.getProperty("vexhost.test.archive", "");
    private static final String OWN = "vexhost-";

    /** Bundles that a start does not read. */
    private static final String OPTIONAL = "system/optional";

    /** What a bundle may offer to others; every other package stays inside. */
    private static final Map<String, Set<String>> EXPORTS =
            Map.ofEntries(
                    Map.entry(
                            "org.vexhost.api",
                            Set.of(
                                    "org.vexhost.api",
                                    "org.vexhost.api.admin",
                                    "org.vexhost.api.web")),
                    Map.entry("org.vexhost.gateway", Set.of()),
                    Map.entry("org.vexhost.console", Set.of()),
                    Map.entry("org.vexhost.metrics", Set.of()),
                    Map.entry("org.vexhost.audit", Set.of()),
                    Map.entry("org.vexhost.traces", Set.of()),
                    Map.entry("org.vexhost.ssh", Set.of()),
                    Map.entry(
                            "org.vexhost.sandbox",
                            Set.of("org.vexhost.sandbox", "org.vexhost.sandbox.spi")),
                    Map.entry("org.vexhost.wasi", Set.of()),
                    Map.entry("org.vexhost.http", Set.of()),
                    Map.entry("org.vexhost.loader", Set.of()),
                    Map.entry("org.vexhost.distribution.admin", Set.of()));

    @Test
    void holdsTheSameInBothArchivesAsInTheFolder() throws IOException, InterruptedException {
        Set<String> folder = new TreeSet<>();
        try (var files = Files.walk(FOLDER)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> folder.add(FOLDER.relativize(file).toString()));
        }
        Set<String> zip = new TreeSet<>();
        String base = Path.of(ARCHIVE).getFileName() + "/";
        try (ZipFile archive = new ZipFile(ARCHIVE + ".zip")) {
            archive.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(name -> zip.add(name.substring(base.length())));
        }
        assertEquals(folder, zip);

        Process tar =
                new ProcessBuilder("tar", "tzf", ARCHIVE + ".tar.gz")
                        .redirectErrorStream(true)
                        .start();
        Set<String> tarred = new TreeSet<>();
        try (InputStream out = tar.getInputStream()) {
            new String(out.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.endsWith("/"))
                    .forEach(line -> tarred.add(line.substring(base.length())));
        }
        assertEquals(0, tar.waitFor());
        assertEquals(folder, tarred);
    }

    @Test
    void hasAllThatAnOperatorNeeds() {
        for (String file :
                new String[] {
                    "LICENSE",
                    "README.md",
                    "THIRD-PARTY.md",
                    "SECURITY.md",
                    "bin/vexhost",
                    "bin/vexhost.bat",
                    "docs/descriptor.schema.json",
                    "docs/tools.md",
                    "etc/gosh_profile",
                    "etc/org.vexhost.host.cfg",
                    "etc/org.vexhost.engine.cfg",
                    "etc/org.vexhost.egress.cfg",
                    "etc/org.vexhost.http.cfg",
                    "etc/org.vexhost.mcp.cfg",
                    "etc/org.vexhost.metrics.cfg",
                    "etc/org.vexhost.traces.cfg",
                    "etc/org.vexhost.ssh.cfg",
                    "etc/org.vexhost.console.cfg",
                    "etc/org.vexhost.audit.cfg",
                    "examples/echo/echo.wasm",
                    "examples/echo/echo.tool.json",
                    "examples/include/vex.h",
                    "examples/pack.py",
                    "monitoring/prometheus.yml",
                    "monitoring/vexhost-alerts.yml",
                    "monitoring/vexhost-dashboard.json",
                    "examples/templates/c/hello.c",
                    "examples/templates/c/hello.tool.json",
                    "examples/templates/go/main.go",
                    "examples/templates/rust/src/main.rs"
                }) {
            assertTrue(Files.isRegularFile(FOLDER.resolve(file)), file);
        }
        for (String program :
                List.of("bin/vexhost", "examples/pack.py", "examples/echo/build.sh")) {
            assertTrue(Files.isExecutable(FOLDER.resolve(program)), program);
        }
    }

    @Test
    void namesTheLicenceOfEveryLibrary() throws IOException {
        String list = Files.readString(FOLDER.resolve("THIRD-PARTY.md"));
        for (Path jar : jars("lib", "system", OPTIONAL)) {
            String name = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
            if (!name.startsWith(OWN)) {
                assertTrue(list.contains("`" + name + "`"), () -> "no licence for " + name);
            }
        }
    }

    @Test
    void hasNoLibraryTwice() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path jar : jars("lib", "system", OPTIONAL)) {
            String name =
                    jar.getFileName().toString().replaceFirst("-[0-9].*?(-admin)?\\.jar", "$1");
            assertTrue(names.add(name), () -> name + " is there twice");
        }
    }

    @Test
    void hasChicorysClassesExactlyOnce() throws IOException {
        List<String> holders = new ArrayList<>();
        for (Path jar : jars("lib", "system", OPTIONAL)) {
            try (JarFile file = new JarFile(jar.toFile())) {
                if (file.stream().anyMatch(entry -> entry.getName().startsWith("com/dylibso/"))) {
                    holders.add(jar.getFileName().toString().replaceFirst("-[0-9].*", ""));
                }
            }
        }
        assertEquals(List.of("vexhost-chicory-bundle"), holders);
    }

    @Test
    void hasOpenTelemetryAndSshOnlyWhereAStartDoesNotLook() throws IOException {
        List<String> optional =
                jars(OPTIONAL).stream()
                        .map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", ""))
                        .toList();
        assertEquals(List.of("vexhost-ssh", "vexhost-traces"), optional.stream().sorted().toList());
        for (Path jar : jars("lib", "system")) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertFalse(
                        file.stream()
                                .map(ZipEntry::getName)
                                .anyMatch(
                                        name ->
                                                name.contains("opentelemetry")
                                                        || name.contains("org/apache/sshd")),
                        jar::toString);
            }
        }
    }

    @Test
    void isMadeOfBundles() throws IOException {
        for (Path jar : jars("system", OPTIONAL)) {
            Map<String, String> headers = headers(jar);
            assertTrue(headers.containsKey("Bundle-SymbolicName"), jar::toString);
            assertEquals("2", headers.get("Bundle-ManifestVersion"), jar::toString);
        }
    }

    @Test
    void exportsFromOurBundlesWhatIsMeantForOthersAndNoMore() throws IOException {
        int seen = 0;
        for (Path jar : jars("system", OPTIONAL)) {
            Map<String, String> headers = headers(jar);
            String name = headers.get("Bundle-SymbolicName").split(";", -1)[0];
            Set<String> expected = EXPORTS.get(name);
            if (expected != null) {
                seen++;
                Map<String, String> exports = clauses(headers.getOrDefault("Export-Package", ""));
                assertEquals(expected, exports.keySet(), name);
                exports.forEach(
                        (exported, attributes) ->
                                assertTrue(attributes.contains("version="), exported));
            }
        }
        assertEquals(EXPORTS.size(), seen);
    }

    @Test
    void importsIntoOurBundlesByVersionRangesAndNoMoreThanIsThere() throws IOException {
        for (Path jar : jars("system", OPTIONAL)) {
            Map<String, String> headers = headers(jar);
            String bundle = headers.get("Bundle-SymbolicName").split(";", -1)[0];
            if (!bundle.startsWith("org.vexhost.")) {
                continue;
            }
            clauses(headers.getOrDefault("Import-Package", ""))
                    .forEach(
                            (imported, attributes) -> {
                                if (!isOfTheJdk(imported)) {
                                    assertTrue(
                                            attributes.matches("(?s).*version=\"\\[[^\"]+\\)\".*"),
                                            () -> bundle + " imports " + imported + attributes);
                                }
                            });
            assertFalse(headers.containsKey("DynamicImport-Package"), bundle);
            assertFalse(headers.containsKey("Require-Bundle"), bundle);
        }
    }

    private static boolean isOfTheJdk(String name) {
        return name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("org.ietf.jgss")
                || name.startsWith("sun.");
    }

    private static List<Path> jars(String... folders) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String folder : folders) {
            try (var files = Files.newDirectoryStream(FOLDER.resolve(folder), "*.jar")) {
                files.forEach(jars::add);
            }
        }
        assertFalse(jars.isEmpty());
        return jars;
    }

    private static Map<String, String> headers(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Map<String, String> headers = new HashMap<>();
            manifest.getMainAttributes()
                    .forEach((key, value) -> headers.put(key.toString(), value.toString()));
            return headers;
        }
    }

    /** Package names with their attributes: split at commas that are not in quotes. */
    private static Map<String, String> clauses(String header) {
        Map<String, String> clauses = new HashMap<>();
        for (String clause : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
            if (!clause.isBlank()) {
                int end = clause.indexOf(';');
                clauses.put(
                        (end < 0 ? clause : clause.substring(0, end)).strip(),
                        end < 0 ? "" : clause.substring(end));
            }
        }
        return clauses;
    }
}
