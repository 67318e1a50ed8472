package org.vexhost.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshSettingsTest {

    private static SshSettings read(Map<String, Object> values) {
        return SshSettings.read(
                values,
                text -> {
                    throw new AssertionError(text);
                });
    }

    private static String problem(String key, String value) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value)))
                        .getMessage());
    }

    @Test
    void areOffOnLoopbackByDefault() {
        assertEquals(
                new SshSettings(
                        false,
                        "127.0.0.1",
                        8101,
                        "etc/ssh/authorized_keys",
                        Duration.ofMinutes(30),
                        8),
                read(Map.of()));
    }

    @Test
    void areReadFromTextAndFromValuesWithTypes() {
        assertEquals(
                new SshSettings(true, "::1", 22, "keys", Duration.ofMinutes(1), 3),
                read(
                        Map.of(
                                "enabled",
                                true,
                                "address",
                                " ::1 ",
                                "port",
                                22,
                                "keysFile",
                                "keys",
                                "idleTimeoutMillis",
                                60_000L,
                                "maxSessions",
                                "3")));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 1, 65535",
        "idleTimeoutMillis, 10000, 86400000",
        "maxSessions, 1, 64",
    })
    void haveTheRangesOfTheirDocumentation(String key, int min, int max) {
        for (int value : new int[] {min, min + 1, max - 1, max}) {
            assertEquals(true, read(Map.of("enabled", "true", key, value)).isEnabled());
        }
        for (int value : new int[] {min - 1, max + 1}) {
            assertEquals(
                    "%s is not a number from %d to %d ['%d']".formatted(key, min, max, value),
                    problem(key, String.valueOf(value)));
        }
        assertEquals(
                "%s is not a number from %d to %d ['x']".formatted(key, min, max),
                problem(key, "x"));
    }

    @Test
    void nameWhatIsInvalid() {
        assertEquals("enabled is not true or false ['yes']", problem("enabled", "yes"));
        assertEquals("address is not an IP address ['localhost']", problem("address", "localhost"));
        assertEquals(
                "keysFile is not the name of a file ['a\\u0007']", problem("keysFile", "a\u0007"));
    }

    @Test
    void nameUnknownKeysWithWhatWasMeantPerhaps() {
        List<String> unknown = new ArrayList<>();
        SshSettings read = SshSettings.read(Map.of("prot", "1", "service.pid", "x"), unknown::add);
        assertEquals(8101, read.port());
        assertEquals(List.of("unknown setting 'prot' (did you mean 'port'?)"), unknown);
    }
}
