package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings of metrics")
class MetricsSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "true, x, true",
        "false, com.sun.management.jmxremote.port, false",
        "auto, com.sun.management.jmxremote.port, true",
        "auto, com.sun.management.jmxremote, true",
        "auto, x, false",
    })
    void sayWhetherThereIsJmx(String value, String property, boolean isShown) {
        MetricsSettings settings = MetricsSettings.read(Map.of("jmx", value), key -> {});
        assertEquals(isShown, settings.isJmx(Map.of(property, "")));
    }

    @Test
    void areAutoByDefaultAndNameUnknownKeys() {
        List<String> unknown = new ArrayList<>();
        MetricsSettings settings =
                MetricsSettings.read(Map.of("jmxx", "true", "service.pid", "x"), unknown::add);
        assertEquals(MetricsSettings.Jmx.AUTO, settings.jmx());
        assertEquals(1, unknown.size());
        assertEquals("unknown setting 'jmxx' (did you mean 'jmx'?)", unknown.get(0));
    }

    @Test
    void thatAreNotOneAreAnError() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> MetricsSettings.read(Map.of("jmx", "yes"), key -> {}));
        assertEquals("jmx is not auto, true or false ['yes']", e.getMessage());
    }
}
