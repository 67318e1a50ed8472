package org.vexhost.loader.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingListTest {

    private static final Path HOME = Path.of("/srv/vex");

    @Test
    void hasEverySettingThatThereIs() {
        TreeSet<String> declared =
                Arrays.stream(HostConfig.class.getDeclaredMethods())
                        .map(Method::getName)
                        .map(name -> name.replace('_', '.'))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                declared, new TreeSet<>(SettingList.of(HostSettings.defaultsFor(HOME)).keySet()));
    }

    @Test
    void isReadBackAsTheSameSettings() throws Exception {
        HostSettings settings =
                SettingsReader.read(
                        HOME,
                        Map.of(
                                "toolsFolder", "other",
                                "settleMillis", "77",
                                "maxQueuedCalls", "9",
                                "default.timeoutMillis", "1234",
                                "ceiling.maxCallDepth", "500"));
        assertEquals(settings, SettingsReader.read(HOME, SettingList.of(settings)));
        assertEquals("other", SettingList.of(settings).get("toolsFolder"));
    }
}
