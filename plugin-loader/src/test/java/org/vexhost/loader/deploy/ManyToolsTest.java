package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ToolState;

class ManyToolsTest {

    private static final int TOOLS = 500;

    @TempDir Path home;

    @Test
    @Timeout(120)
    void fiveHundredToolsAtOnce() throws Exception {
        try (TestHost host = new TestHost(home)) {
            long start = System.nanoTime();
            for (int i = 0; i < TOOLS; i++) {
                TestModules.writePair(host.tools, "t" + i, "1.0", "");
            }
            long written = System.nanoTime();
            host.awaitTrue(
                    () ->
                            host.registry.all().stream()
                                            .filter(entry -> entry.state() == ToolState.ACTIVE)
                                            .count()
                                    == TOOLS);
            Duration took = Duration.ofNanos(System.nanoTime() - written);
            assertEquals("{\"version\": \"1.0\", \"granted\": 0}", host.call("t499"));
            assertEquals(TOOLS, host.factory.prepared.get());
            assertTrue(
                    took.toSeconds() < 60,
                    () -> took + " after " + Duration.ofNanos(written - start));
            assertTrue(
                    host.states.stream().noneMatch(text -> text.endsWith("FAILED")),
                    host.states::toString);
        }
    }
}
