package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A host with the default settings of its engine")
class WarmUpIT {

    private static final String LOGGING =
            """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>${vexhost.home}/logs/vexhost.log</file>
                <encoder><pattern>%level %logger - %msg%n</pattern></encoder>
              </appender>
              <logger name="org.vexhost.sandbox.osgi" level="DEBUG"/>
              <logger name="org.vexhost.distribution.admin" level="DEBUG"/>
              <root level="WARN"><appender-ref ref="file"/></root>
            </configuration>
            """;

    @TempDir private Path folder;

    /** If the engine starts twice, what the first one begins can be lost. */
    @Test
    @DisplayName("starts its engine once, and when it is ready, warms up its compiler to the end")
    void warmsUp() throws Exception {
        Path etc = Files.createDirectories(folder.resolve("home/etc"));
        Files.writeString(etc.resolve("logback.xml"), LOGGING);
        Files.writeString(etc.resolve("org.vexhost.engine.cfg"), "# The defaults.\n");
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            List<String> done = host.awaitLog("warm-up done after");
            assertEquals(1, done.size());
            List<String> started = host.awaitLog("the engine starts with");
            assertEquals(1, started.size(), () -> started.toString());
            List<String> steps =
                    host.log()
                            .lines()
                            .filter(
                                    line ->
                                            line.contains("the host is ready")
                                                    || line.contains("round"))
                            .map(line -> line.replaceFirst(".* - ", ""))
                            .toList();
            assertEquals(List.of("the host is ready", "the warm-up begins with round 0"), steps);
            if (Set.of("amd64", "aarch64").contains(System.getProperty("os.arch"))) {
                String log = host.log();
                assertFalse(log.contains("without direct access"), log);
            }
        }
    }
}
