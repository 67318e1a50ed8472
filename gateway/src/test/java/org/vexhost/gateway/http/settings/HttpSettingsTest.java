package org.vexhost.gateway.http.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

    @Test
    void httpIsOffByDefault() {
        HttpSettings settings = read(Map.of("service.pid", "x"));
        assertEquals(OptionalInt.empty(), settings.port());
        assertEquals("127.0.0.1", settings.host());
        assertFalse(settings.isAnonymous());
        assertEquals(Optional.empty(), settings.refusal(false));
    }

    @Test
    void anotherAddressThanLoopbackNeedsCallersAndTls() {
        Map<String, Object> open = Map.of("port", "8765", "host", "0.0.0.0");
        assertTrue(read(open).refusal(false).orElseThrow().contains("host = 0.0.0.0"));
        assertTrue(read(open).refusal(false).orElseThrow().contains("caller"));
        assertTrue(read(open).refusal(true).orElseThrow().contains("tls.keyStore"));
        assertEquals(Optional.empty(), read(with(open, "behindTlsProxy", "true")).refusal(true));
        assertEquals(Optional.empty(), read(with(open, "tls.keyStore", "k")).refusal(true));
        assertTrue(
                read(with(open, "behindTlsProxy", "true")).refusal(false).isPresent(),
                "a proxy is no caller");
        assertTrue(
                read(with(with(open, "tls.keyStore", "k"), "anonymous", "true"))
                        .refusal(true)
                        .orElseThrow()
                        .contains("anonymous"));
        assertTrue(
                read(Map.of("port", "1", "admin.port", "2", "admin.host", "192.0.2.1"))
                        .refusal(true)
                        .orElseThrow()
                        .contains("admin.host"));
        assertEquals(
                Optional.empty(),
                read(Map.of("port", "1", "admin.host", "192.0.2.1")).refusal(false));
    }

    @Test
    void everybodyIsNotLetInThroughAProxy() {
        assertTrue(
                read(Map.of("port", "1", "anonymous", "true", "behindTlsProxy", "true"))
                        .refusal(true)
                        .isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port|0|port is not an integer of 1 to 65535 ['0']",
                "port|x|port is not an integer of 1 to 65535 ['x']",
                "port|65536|port is not an integer of 1 to 65535 ['65536']",
                "anonymous|yes|anonymous is not true or false ['yes']",
                "maxBodyBytes|1023|maxBodyBytes is not an integer of 1024 to 67108864 ['1023']",
                "publicUrl|ftp://x|publicUrl is not an http or https URL",
                "allowedOrigins|*|allowedOrigins has a value that is not like https://example.com"
                        + " ['*']",
                "tls.clientCertificates|needed|tls.clientCertificates needs tls.keyStore",
            })
    void whatCannotBeUsedIsNamed(String key, String value, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value)))
                        .getMessage());
    }

    @Test
    void unknownSettingsAreNamed() {
        List<String> unknown = new ArrayList<>();
        HttpSettings ignored = HttpSettingsReader.read(Map.of("prot", "1"), unknown::add);
        assertEquals(List.of("unknown setting 'prot' (did you mean 'port'?)"), unknown);
    }

    @Test
    void passwordsAreNotShown() {
        HttpSettings settings = read(Map.of("tls.keyStore", "k", "tls.keyStorePassword", "geheim"));
        assertFalse(settings.toString().contains("geheim"));
    }

    private static HttpSettings read(Map<String, Object> values) {
        return HttpSettingsReader.read(
                values,
                text -> {
                    throw new AssertionError(text);
                });
    }

    private static Map<String, Object> with(Map<String, Object> values, String key, String value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(key, value);
        return more;
    }
}
