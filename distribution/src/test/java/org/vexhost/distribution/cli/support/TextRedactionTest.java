package org.vexhost.distribution.cli.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.HostHome;

@DisplayName("A redacted text")
class TextRedactionTest {

    private static final String OUT = TextRedaction.LEFT_OUT;

    private final TextRedaction redaction = new TextRedaction(List.of("open-sesame"));

    @Test
    void isWithoutKnownSecretsAndWhatLooksLikeOne() {
        String token = "vex_" + "Ab3-".repeat(11).substring(0, 43);
        assertEquals(OUT + " and " + OUT, redaction.of(token + " and open-sesame"));
        assertEquals(
                "h: " + OUT, redaction.of("h: eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl"));
        assertEquals(
                "Authorization: Bearer " + OUT, redaction.of("Authorization: Bearer abc.def-123"));
        assertEquals("password=" + OUT + ", n=1", redaction.of("password=hunter2, n=1"));
        assertEquals("\"api_key\": \"" + OUT + "\"", redaction.of("\"api_key\": \"k1234\""));
        assertEquals("x " + OUT, redaction.of("x " + "aB3".repeat(14)));
        assertEquals(
                OUT + "\nrest",
                redaction.of(
                        "-----BEGIN PRIVATE KEY-----\nMIIEvQ+/\n-----END PRIVATE KEY-----\nrest"));
    }

    @Test
    void isWithoutUserAndPasswordOfAnAddress() {
        for (String user : List.of("user:pa55", "user:pa/55", "user:p@ss", "token")) {
            assertEquals(
                    "https://" + OUT + "@example.org/x",
                    redaction.of("https://" + user + "@example.org/x"));
        }
        assertEquals("https://example.org/x", redaction.of("https://example.org/x"));
    }

    @Test
    void hasDigestsPathsAndNames() {
        for (String text :
                List.of(
                        "sha256:" + "0a".repeat(32),
                        "/srv/vexhost/data/compiled.cache/Some.Thing-0.1.0-SNAPSHOT.jar",
                        "org.vexhost.distribution.cli.doctor.TextRedactionTest.hasDigests",
                        "2026-11-27T10:00:00.000Z INFO  [main] org.vexhost - Tool 'echo' is ACTIVE")) {
            assertEquals(text, redaction.of(text));
        }
    }

    @Test
    void isWithoutSecretsOfAHomeInEachForm(@TempDir Path folder) throws Exception {
        HostHome home = new HostHome(folder);
        Files.createDirectories(home.etc().resolve("secrets"));
        Files.writeString(home.etc().resolve("secrets/api"), "ab\"cd ef\n");
        Files.writeString(home.etc().resolve("audit.key"), "0a".repeat(32) + "\n");
        TextRedaction own = new TextRedaction(new KnownSecrets().addHome(home).all());
        String left =
                own.of(
                        "ab\"cd ef|ab\\\"cd ef|ab%22cd+ef|YWIiY2QgZWY|6162226364206566|"
                                + "0a".repeat(32));
        assertEquals((OUT + "|").repeat(5) + OUT, left);
    }

    @Test
    void isWithoutSecretsOfSettingsThatParseOrNot(@TempDir Path folder) throws Exception {
        HostHome home = new HostHome(folder);
        Files.createDirectories(home.etc());
        Files.writeString(
                home.etc().resolve("a.cfg"),
                "tls.keyStorePassword = store-pass\nport = 8765\n#tls.trustStorePassword = old-pass\n");
        Files.writeString(home.etc().resolve("b.cfg"), "api.token: broken-pass\nx = \\u1\n");
        Files.writeString(home.etc().resolve("c.config"), "client_secret=T\"typed-pass\"\n");
        TextRedaction own = new TextRedaction(new KnownSecrets().addHome(home).all());
        assertEquals(
                (OUT + "|").repeat(4) + "8765",
                own.of("store-pass|old-pass|broken-pass|typed-pass|8765"));
    }

    @Test
    void isWithoutSecretsOfProcesses() {
        TextRedaction own =
                new TextRedaction(
                        new KnownSecrets()
                                .addEnvironment(Map.of("CI_TOKEN", "of-this", "LANG", "C.UTF-8"))
                                .addEnvironment(bytes("A=1\0API_KEY=of-host\0HOME=/root\0"))
                                .addArguments(bytes("java\0-Dmy.password=of-option\0-Dx=y\0"))
                                .all());
        assertEquals(
                (OUT + "|").repeat(3) + "C.UTF-8|/root|y",
                own.of("of-this|of-host|of-option|C.UTF-8|/root|y"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
