package org.vexhost.gateway.http.gate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.http.settings.HttpSettingsReader;

class OriginCheckTest {

    @Test
    void onlyOwnHostsAndOriginsAreOwn() {
        OriginCheck check =
                new OriginCheck(
                        read(
                                Map.of(
                                        "port", "8765",
                                        "allowedOrigins", "https://chat.example",
                                        "allowedHosts", "tools.internal",
                                        "publicUrl", "https://tools.example/")));
        for (String own :
                List.of(
                        "localhost",
                        "127.0.0.1",
                        "[::1]",
                        "::1",
                        "Tools.Example",
                        "tools.internal")) {
            assertTrue(check.isOwnHost(own), own);
        }
        for (String other : List.of("evil.example", "localhost.evil.example", "127.0.0.2", "")) {
            assertFalse(check.isOwnHost(other), other);
        }
        for (String own :
                List.of("http://localhost:8765", "https://chat.example", "https://tools.example")) {
            assertTrue(check.mayCall(own), own);
        }
        for (String other :
                List.of(
                        "http://localhost:3000",
                        "https://localhost:8765",
                        "http://localhost",
                        "null",
                        "",
                        "https://chat.example.evil")) {
            assertFalse(check.mayCall(other), other);
        }
    }

    private static HttpSettings read(Map<String, Object> values) {
        return HttpSettingsReader.read(
                values,
                text -> {
                    throw new AssertionError(text);
                });
    }
}
