package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.wasi.kit.LocaleProbe;

/** Names in any script work in a JVM that was started with {@code LC_ALL=C}. */
class LocaleTest {

    @TempDir Path base;

    @Test
    @Timeout(60)
    void namesWorkWhateverTheLocale() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocaleProbe.class.getName(),
                        base.toString());
        builder.environment().put("LC_ALL", "C");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertEquals("ok\n", output);
        assertEquals(0, process.waitFor());
    }
}
