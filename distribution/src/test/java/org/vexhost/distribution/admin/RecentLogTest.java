package org.vexhost.distribution.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexhost.distribution.host.HostLog;

class RecentLogTest {

    private static Optional<String> tool(String logger, String message) {
        return RecentLog.tool(new HostLog.Entry(1, Instant.EPOCH, "INFO", logger, "main", message));
    }

    @Test
    void knowsWhichToolALineIsAbout() {
        assertEquals(Optional.of("csv"), tool("vexhost.tool.csv", "about tool 'other'"));
        assertEquals(Optional.of("csv"), tool("a.B", "Tool 'csv' 1.0 is ACTIVE [csv.wasm]"));
        assertEquals(Optional.of("csv"), tool("a.B", "user 'ann' granted tool 'csv' network"));
        assertEquals(Optional.of("csv"), tool("a.B", "Tool 'csv' was refused x of 'tool 'o''"));
        assertEquals(Optional.empty(), tool("a.B", "configuration 'x' is read"));
        assertEquals(Optional.empty(), tool("a.B", "tool 'Not A Name' is gone"));
    }

    @Test
    void settingsThatAreSecretAreKnownByTheirNames() {
        for (String name :
                new String[] {"tls.keyStorePassword", "proxy.PASSWORD", "secret", "apiToken"}) {
            assertTrue(ConfiguredSettings.isSecret(name), name);
        }
        assertFalse(ConfiguredSettings.isSecret("tls.keyStore"));
    }
}
