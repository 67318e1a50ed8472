package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Settings of the console")
class ConsoleSettingsTest {

    private final List<String> unknown = new ArrayList<>();

    private ConsoleSettings read(Map<String, Object> values) {
        return ConsoleSettings.read(values, unknown::add);
    }

    @Test
    void leaveItOffWhereTheySayNothing() {
        assertEquals(new ConsoleSettings(false), read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "' true ', true", "false, false"})
    void switchItOnAndOff(String text, boolean isEnabled) {
        assertEquals(new ConsoleSettings(isEnabled), read(Map.of("enabled", text)));
        assertEquals(new ConsoleSettings(true), read(Map.of("enabled", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE", "1", "true\u202e"})
    void areRejectedWhereTheyAreNeither(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(Map.of("enabled", text)));
        String message = String.valueOf(e.getMessage());
        assertEquals("enabled is not true or false [", message.substring(0, 30));
        assertEquals(-1, message.indexOf('\u202e'));
    }

    @Test
    void nameKeysThatDoNotExist() {
        ConsoleSettings ignored =
                read(Map.of("enabeld", "true", "service.pid", "x", "felix.fileinstall", "y"));
        assertEquals(1, unknown.size());
        assertEquals(0, unknown.get(0).indexOf("unknown setting 'enabeld'"), unknown.get(0));
    }
}
