package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings of traces")
class TracesSettingsTest {

    private static TracesSettings read(Map<String, Object> values) {
        return TracesSettings.read(values, unknown -> {});
    }

    private static String reject(String key, String value) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value)))
                        .getMessage());
    }

    @Test
    void areOffByDefault() {
        assertEquals(
                new TracesSettings(
                        false,
                        URI.create("http://localhost:4318/v1/traces"),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        1,
                        "vexhost"),
                read(Map.of()));
    }

    @Test
    void areReadWithEmptyOnesAsDefaults() {
        TracesSettings settings =
                read(
                        Map.of(
                                "enabled", "true",
                                "endpoint", "https://otel.example.com/otlp/",
                                "headersFile", "etc/traces.headers",
                                "timeoutMillis", "250",
                                "samplingRatio", "0.25",
                                "serviceName", ""));
        assertTrue(settings.isEnabled());
        assertEquals(URI.create("https://otel.example.com/otlp/v1/traces"), settings.collector());
        assertEquals(Optional.of("etc/traces.headers"), settings.headersFile());
        assertEquals(Duration.ofMillis(250), settings.timeout());
        assertEquals(0.25, settings.samplingRatio());
        assertEquals("vexhost", settings.serviceName());
    }

    @Test
    void thatAreUnknownAreNamed() {
        List<String> unknown = new ArrayList<>();
        assertFalse(
                TracesSettings.read(
                                Map.of("enabld", "true", "service.pid", "x", "felix.y", "z"),
                                unknown::add)
                        .isEnabled());
        assertEquals(List.of("unknown setting 'enabld' (did you mean 'enabled'?)"), unknown);
    }

    @Test
    void thatAreInvalidAreNamedWithTheReason() {
        assertEquals("enabled is not true or false ['yes']", reject("enabled", "yes"));
        assertEquals(
                "samplingRatio is not a number of 0 to 1 ['1.1']", reject("samplingRatio", "1.1"));
        assertEquals(
                "samplingRatio is not a number of 0 to 1 ['-0']", reject("samplingRatio", "-0"));
        assertTrue(
                reject("serviceName", "a".repeat(129))
                        .startsWith("serviceName is not up to 128 printable characters ['aaa"));
    }

    @ParameterizedTest
    @CsvSource({"99", "60001", "-1", "1s", "1000000000"})
    void aTimeoutIsBounded(String text) {
        assertEquals(
                "timeoutMillis is not an integer of 100 to 60000 ['" + text + "']",
                reject("timeoutMillis", text));
    }

    @ParameterizedTest
    @CsvSource({"100", "60000"})
    void aTimeoutAtItsBoundIsAccepted(String text) {
        assertEquals(
                Duration.ofMillis(Integer.parseInt(text)),
                read(Map.of("timeoutMillis", text)).timeout());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4318",
        "ftp://localhost",
        "http://",
        "http:///path",
        "http://host?x=1",
        "http://host#x",
        "http://ho st",
    })
    void anEndpointIsAUrlOfHttp(String text) {
        assertEquals(
                "endpoint is not http://HOST:PORT or https://HOST:PORT, with or without a path ['"
                        + text
                        + "']",
                reject("endpoint", text));
    }

    @Test
    void aPasswordInAnEndpointIsRejectedAndNotShown() {
        assertEquals(
                "endpoint contains a user; put the credentials into headersFile",
                reject("endpoint", "https://ann:open-sesame@host"));
        assertFalse(reject("endpoint", "https://ann:open sesame@host").contains("sesame"));
    }

    @Test
    void areAllInTheFileWithTheirDefaults() throws IOException {
        String file =
                Files.readString(
                        Path.of("../distribution/src/main/dist/etc/org.vexhost.traces.cfg"));
        Set<String> keys = new HashSet<>();
        Map<String, Object> values = new HashMap<>();
        Pattern.compile("(?m)^#(\\w+) =(.*)$")
                .matcher(file)
                .results()
                .forEach(
                        found -> {
                            keys.add(found.group(1));
                            values.put(found.group(1), found.group(2).strip());
                        });
        assertEquals(
                Set.of(
                        "enabled",
                        "endpoint",
                        "headersFile",
                        "timeoutMillis",
                        "samplingRatio",
                        "serviceName"),
                keys);
        assertEquals(read(Map.of()), TracesSettings.read(values, unknown -> keys.add(unknown)));
    }
}
