package org.vexhost.distribution.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.distribution.cli.doctor.KnownSettings;
import org.vexhost.gateway.mcp.tool.NamePrefix;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.osgi.EngineConfig;

@DisplayName("docs/settings.md")
class SettingsPageTest {

    private static final Path DEFAULTS = Path.of("src", "main", "dist", "etc");

    /** The unit of a number, by the end of its name. */
    private static final Map<String, String> UNITS =
            Map.of("Millis", "ms", "Mebibytes", "MiB", "Bytes", "bytes", "Percent", "%");

    private static Map<String, List<SettingRow>> rows = Map.of();

    @BeforeAll
    static void read() throws IOException {
        rows = SettingRow.byFile();
    }

    private static List<SettingRow> of(String file) {
        List<SettingRow> found = rows.getOrDefault(file, List.of());
        assertTrue(!found.isEmpty(), () -> "no table for " + file);
        return found;
    }

    private static Set<String> names(List<SettingRow> found) {
        Set<String> names = new TreeSet<>();
        found.forEach(row -> assertTrue(names.add(row.name()), () -> row.name() + " twice"));
        return names;
    }

    @Test
    void hasARowForEachSettingOfEachFile() throws IOException {
        Set<String> files = new TreeSet<>();
        KnownSettings known = new KnownSettings(DEFAULTS);
        try (var all = Files.newDirectoryStream(DEFAULTS, "*.cfg")) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                files.add(name);
                Set<String> settings = known.of(file);
                // ModuleLimitsTest compares these with their own page.
                settings.removeIf(key -> key.startsWith("module."));
                assertEquals(settings, names(of(name)), name);
            }
        }
        assertEquals(files, new TreeSet<>(rows.keySet()));
        assertTrue(files.size() >= 8, files::toString);
    }

    @Test
    void hasTheDefaultsOfTheFiles() throws IOException {
        int checked = 0;
        for (Map.Entry<String, List<SettingRow>> file : rows.entrySet()) {
            List<String> lines = Files.readAllLines(DEFAULTS.resolve(file.getKey()));
            for (SettingRow row : file.getValue()) {
                if (row.value().isPresent()) {
                    String line = "#%s = %s".formatted(row.name(), row.value().get());
                    assertTrue(lines.contains(line), () -> file.getKey() + ": " + line);
                    checked++;
                }
            }
        }
        assertTrue(checked > 50, "checked " + checked);
    }

    @Test
    void namesTheUnitOfEachNumberThatHasOneInItsName() {
        int seen = 0;
        for (List<SettingRow> file : rows.values()) {
            for (SettingRow row : file) {
                for (Map.Entry<String, String> unit : UNITS.entrySet()) {
                    if (row.name().endsWith(unit.getKey())) {
                        assertEquals(unit.getValue(), row.unit(), row.name());
                        seen++;
                    }
                }
            }
        }
        assertTrue(seen >= 25, "saw " + seen);
    }

    @ParameterizedTest
    @EnumSource
    void hasARowForEachSettingThatIsRead(SettingsSource source) throws Exception {
        assertEquals(source.names(), names(of(source.file())));
    }

    @ParameterizedTest
    @EnumSource
    void hasTheDefaultThatIsInForce(SettingsSource source) throws Exception {
        for (SettingRow row : of(source.file())) {
            if (row.value().isPresent()) {
                assertEquals(
                        source.readWithout(row.name()),
                        source.readWith(row.name(), row.value().get()),
                        row.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheRangeThatIsAccepted(SettingsSource source) throws Exception {
        for (SettingRow row : of(source.file())) {
            if (row.numbers().isPresent()) {
                SettingRow.Numbers range = row.numbers().get();
                assertNotEquals(
                        source.readWith(row.name(), range.min()),
                        source.readWith(row.name(), range.max()),
                        row.name());
                assertRejected(source, row, range.min() - 1);
                assertRejected(source, row, range.max() + 1);
            }
            if (!row.words().isEmpty()) {
                Set<Object> different = new HashSet<>();
                for (String word : row.words()) {
                    different.add(source.readWith(row.name(), word));
                }
                assertEquals(row.words().size(), different.size(), row.name());
                assertRejected(source, row, "other");
            }
            boolean isNumber = row.value().filter(value -> value.matches("\\d+")).isPresent();
            assertEquals(isNumber, row.numbers().isPresent() && row.value().isPresent());
        }
    }

    private static void assertRejected(SettingsSource source, SettingRow row, Object value) {
        assertThrows(
                IllegalArgumentException.class,
                () -> source.readWith(row.name(), value),
                () -> row.name() + " = " + value);
    }

    @Test
    void hasTheSettingsOfTheEngine() {
        List<SettingRow> engine = of("org.vexhost.engine.cfg");
        Set<String> names = new TreeSet<>();
        for (Method setting : EngineConfig.class.getDeclaredMethods()) {
            names.add(setting.getName());
            for (SettingRow row : engine) {
                if (row.name().equals(setting.getName()) && row.value().isPresent()) {
                    assertEquals(
                            String.valueOf(setting.getDefaultValue()),
                            row.value().get(),
                            row.name());
                }
            }
        }
        assertEquals(names, names(engine));
        for (SettingRow row : engine) {
            if (row.name().endsWith("Threads")) {
                assertEquals("at least 1", row.range());
            }
        }
        WasmEngine.Builder builder = WasmEngine.builder().maxThreads(1).maxStuckThreads(1);
        assertThrows(IllegalArgumentException.class, () -> builder.maxThreads(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxStuckThreads(0));
    }

    @Test
    void hasThePrefixOfNames() {
        SettingRow row = of("org.vexhost.mcp.cfg").get(0);
        assertEquals("up to 16 letters, digits and `_ . -`", row.range());
        assertEquals("aA0_.-", new NamePrefix("aA0_.-").text());
        assertEquals(16, new NamePrefix("a".repeat(16)).text().length());
        IllegalArgumentException tooLong =
                assertThrows(IllegalArgumentException.class, () -> new NamePrefix("a".repeat(17)));
        assertTrue(String.valueOf(tooLong.getMessage()).startsWith(row.name() + " "));
    }

    @Test
    void hasTheVariablesThatScriptAndHostRead() throws IOException {
        Set<String> read = new TreeSet<>();
        String script =
                Files.readString(Path.of("src", "main", "dist", "bin", "vexhost"))
                        .replaceAll("(?m)^ *#.*$", "");
        add(read, "\\$\\{?(_?[A-Z][A-Z0-9_]+)", script);
        add(read, "(?m)^export ([A-Z_]+)$", script);
        try (var sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                add(read, "\"(VEXHOST_[A-Z_]+|[A-Z]+_SOCKET)\"", Files.readString(source));
            }
        }
        assertTrue(read.containsAll(Set.of("VEXHOST_HOME", "JAVA_HOME", "LC_ALL")), read::toString);
        Set<String> listed = new TreeSet<>();
        String page = Files.readString(SettingRow.PAGE);
        int begin = page.indexOf("\n## Variables of the environment\n");
        String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
        for (String line : section.lines().toList()) {
            if (line.startsWith("| `")) {
                add(listed, "`([A-Z_]+)`", line.split("\\|", -1)[1]);
            }
        }
        assertEquals(read, listed);
    }

    private static void add(Set<String> names, String pattern, String text) {
        Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(names::add);
    }
}
