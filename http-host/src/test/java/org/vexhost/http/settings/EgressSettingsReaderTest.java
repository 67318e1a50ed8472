package org.vexhost.http.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.http.exchange.ProxyAddress;

@DisplayName("Settings of outbound HTTP")
class EgressSettingsReaderTest {

    private static final Path FILE =
            Path.of("..", "distribution", "src", "main", "dist", "etc", "org.vexhost.egress.cfg");

    private static EgressSettings read(Map<String, Object> values) {
        List<String> unknown = new ArrayList<>();
        EgressSettings settings = EgressSettingsReader.read(values, unknown);
        assertEquals(List.of(), unknown);
        return settings;
    }

    private static String problem(String key, String value) {
        return assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value)))
                .getMessage();
    }

    @Test
    void areTheDefaultsWithoutAnyAndAsTheFileShowsThem() throws Exception {
        assertEquals(EgressSettings.DEFAULT, read(Map.of()));
        Map<String, Object> shown = new HashMap<>();
        Matcher line =
                Pattern.compile("(?m)^#([a-zA-Z]+) = ?(.*)$").matcher(Files.readString(FILE));
        while (line.find()) {
            shown.put(line.group(1), line.group(2));
        }
        assertEquals(12, shown.size(), shown::toString);
        assertEquals(EgressSettings.DEFAULT, read(shown));
    }

    @ParameterizedTest
    @CsvSource({
        "maxRequestsPerCall, 1, 1000",
        "maxOpenRequestsPerCall, 1, 64",
        "maxOpenRequestsPerTool, 1, 1024",
        "maxOpenRequests, 1, 4096",
        "maxRequestBytes, 0, 10485760",
        "maxResponseBytes, 0, 10485760",
        "maxHeaderBytes, 1024, 262144",
        "maxHeaderFields, 1, 1000",
        "connectTimeoutMillis, 10, 60000",
    })
    void haveRanges(String key, int min, int max) throws Exception {
        for (int good : new int[] {min, max}) {
            assertEquals(read(Map.of(key, good)), read(Map.of(key, " " + good + " ")));
            assertNotEquals(EgressSettings.DEFAULT, read(Map.of(key, good)));
        }
        for (String bad :
                new String[] {"" + (min - 1), "" + (max + 1), "x", "1e3", "99999999999"}) {
            assertEquals(
                    "key '%s' is not %d to %d ['%s']".formatted(key, min, max, bad),
                    problem(key, bad));
        }
        String text = Files.readString(FILE);
        assertTrue(text.contains(min + " to " + max), key);
    }

    @Test
    void nameEachKeyThatCannotBeUsed() {
        assertEquals(
                "key 'maxRequestsPerCall' is not 1 to 1000 ['0']; key 'proxy' is not"
                        + " http://HOST:PORT ['x']",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> read(Map.of("maxRequestsPerCall", 0, "proxy", "x")))
                        .getMessage());
    }

    @Test
    void warnOfKeysThatDoNotExist() {
        List<String> unknown = new ArrayList<>();
        EgressSettingsReader.read(
                Map.of("maxOpenRequest", 1, "service.pid", "x", "vexhost.host.module", "vex"),
                unknown);
        assertEquals(
                List.of(
                        "key 'maxOpenRequest' is unknown and ignored (did you mean"
                                + " 'maxOpenRequests'?)"),
                unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, proxy.example, 3128",
        "http://10.0.0.1:80, 10.0.0.1, 80",
        "http://[fd00::1]:8080, fd00::1, 8080",
    })
    void nameAProxy(String text, String host, int port) {
        assertEquals(
                Optional.of(new ProxyAddress(host, port)), read(Map.of("proxy", text)).proxy());
        assertEquals(Optional.empty(), read(Map.of("proxy", " ")).proxy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy:3128",
                "https://proxy:3128",
                "socks://proxy:3128",
                "http://proxy",
                "http://proxy:0",
                "http://proxy:65536",
                "http://proxy:3128/",
                "http://proxy:3128?x",
                "http://:3128",
                "http://a b:3128",
            })
    void nameNothingElse(String text) {
        assertEquals(
                "key 'proxy' is not http://HOST:PORT ['%s']".formatted(text),
                problem("proxy", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:hunter2@proxy:3128", "http://u:hunter2/@x@proxy:3128"})
    void doNotShowThePasswordOfAProxy(String text) {
        assertEquals(
                "key 'proxy' is not http://HOST:PORT ['…@proxy:3128']", problem("proxy", text));
    }

    @Test
    void doNotShowThePassword() {
        EgressSettings settings =
                read(Map.of("trustStore", "etc/a.p12", "trustStorePassword", "hunter2"));
        assertEquals("hunter2", settings.trustStorePassword());
        assertFalse(settings.toString().contains("hunter2"), settings::toString);
    }
}
