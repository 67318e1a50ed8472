package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Limits on modules")
final class ModuleLimitsTest {

    private static final Path PAGE = Path.of("../docs/module-limits.md");
    private static final Path SETTINGS =
            Path.of("../distribution/src/main/dist/etc/org.vexhost.engine.cfg");

    @Test
    @DisplayName("are those of the table in the documentation, in its order, each with a reason")
    void tableInTheDocumentation() throws IOException {
        List<String> expected = new ArrayList<>();
        Map<String, Long> commands = ModuleLimits.GENEROUS.byName();
        ModuleLimits.DEFAULT
                .byName()
                .forEach(
                        (name, value) ->
                                expected.add(
                                        "`%s` %d %d %d"
                                                .formatted(
                                                        name,
                                                        value,
                                                        commands.get(name),
                                                        ModuleLimits.most(name))));
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `max")) {
                String[] cells = line.split("\\|", -1);
                assertTrue(!cells[2].isBlank() && !cells[6].isBlank(), line);
                found.add(
                        String.join(
                                        " ",
                                        cells[1].strip(),
                                        cells[3].strip(),
                                        cells[4].strip(),
                                        cells[5].strip())
                                .replace(",", ""));
            }
        }
        assertEquals(expected, found);
    }

    @Test
    @DisplayName("are those that the file of settings shows")
    void fileOfSettings() throws IOException {
        List<String> expected = new ArrayList<>();
        ModuleLimits.DEFAULT
                .byName()
                .forEach((name, value) -> expected.add("#module.%s = %d".formatted(name, value)));
        // The host's own setting is the lower one.
        expected.remove(0);
        List<String> found =
                Files.readAllLines(SETTINGS).stream()
                        .filter(line -> line.startsWith("#module."))
                        .toList();
        assertEquals(expected, found);
    }

    @Test
    @DisplayName("can be set one by one, from zero to what the rest of the engine holds")
    void setOneByOne() {
        for (String name : ModuleLimits.DEFAULT.byName().keySet()) {
            long most = ModuleLimits.most(name);
            for (long value : new long[] {0, 1, most - 1, most}) {
                ModuleLimits changed = ModuleLimits.DEFAULT.with(name, value);
                Map<String, Long> others = ModuleLimits.DEFAULT.byName();
                others.put(name, value);
                assertEquals(others, changed.byName());
            }
            for (long value : new long[] {-1, most + 1, Long.MAX_VALUE}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ModuleLimits.DEFAULT.with(name, value));
            }
            assertTrue(ModuleLimits.GENEROUS.byName().get(name) <= most, name);
        }
        String refused =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ModuleLimits.DEFAULT.with("maxNestin", 1))
                        .getMessage();
        assertTrue(refused.startsWith("there is no module limit 'maxNestin' [there are max"));
    }
}
