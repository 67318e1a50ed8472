package org.vexhost.loader.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

    private static final Path HOME = Path.of("/srv/vexhost");

    private static String problem(Map<String, ?> values) {
        return assertThrows(InvalidSettingsException.class, () -> SettingsReader.read(HOME, values))
                .getMessage();
    }

    @Test
    void nothingGivesTheDefaults() throws Exception {
        assertEquals(HostSettings.defaultsFor(HOME), SettingsReader.read(HOME, Map.of()));
    }

    @Test
    void valuesAreTextOrTyped() throws Exception {
        HostSettings read =
                SettingsReader.read(
                        HOME,
                        Map.of(
                                "toolsFolder", "/var/tools",
                                "settleMillis", " 100 ",
                                "maxQueuedCalls", 0,
                                "default.maxFuel", 7L,
                                "ceiling.timeoutMillis", "60000",
                                "service.pid", HostConfig.PID,
                                "felix.fileinstall.filename", "file:/etc/x.cfg"));
        assertEquals(Path.of("/var/tools"), read.toolsFolder());
        assertEquals(Duration.ofMillis(100), read.deployment().settle());
        assertEquals(0, read.admission().maxQueuedCalls());
        assertEquals(7, read.defaults().maxFuel());
        assertEquals(Duration.ofMinutes(1), read.ceilings().timeout());
    }

    @Test
    void aRelativeFolderIsBelowTheHome() throws Exception {
        assertEquals(
                HOME.resolve("my/tools"),
                SettingsReader.read(HOME, Map.of("toolsFolder", "my/./tools")).toolsFolder());
    }

    @Test
    void badValuesAreNamedWithTheirReason() {
        assertEquals(
                "key 'maxConcurrentCalls' is not 1 to 10000 ['0']",
                problem(Map.of("maxConcurrentCalls", 0)));
        assertEquals(
                "key 'default.maxFuel' is not 1 to 1000000000000 ['much']",
                problem(Map.of("default.maxFuel", "much")));
        assertEquals(
                "key 'toolsFolder' is not a folder below or beside the home ['']",
                problem(Map.of("toolsFolder", "")));
        assertEquals(
                "key 'maxConcurentCalls' is unknown (did you mean 'maxConcurrentCalls'?)",
                problem(Map.of("maxConcurentCalls", 1)));
    }

    @Test
    void rangesIncludeTheirEnds() throws Exception {
        assertEquals(
                90,
                SettingsReader.read(HOME, Map.of("memoryBudgetPercent", 90))
                        .admission()
                        .memoryBudgetPercent());
        assertEquals(
                "key 'memoryBudgetPercent' is not 1 to 90 ['91']",
                problem(Map.of("memoryBudgetPercent", 91)));
    }

    /** What tools that show configuration say is what is read. */
    @Test
    void metatypeAndReaderAgreeOnNamesAndDefaults() throws Exception {
        Map<String, Object> defaults = new HashMap<>();
        for (Method method : HostConfig.class.getDeclaredMethods()) {
            defaults.put(method.getName().replace('_', '.'), method.getDefaultValue());
        }
        assertEquals(28, defaults.size());
        assertEquals(HostSettings.defaultsFor(HOME), SettingsReader.read(HOME, defaults));
    }
}
