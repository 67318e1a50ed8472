package org.vexhost.loader.deploy.folder;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.loader.work.Openers;
import org.vexhost.loader.work.Worker;

@DisplayName("The monitor of the tools folder")
class ToolsFolderMonitorTest {

    @TempDir Path home;
    private final ScheduledThreadPoolExecutor timer = Worker.named("test-timer");
    private final Openers openers =
            new Openers("test-open-", new Openers.Limits(1, 0, 1, Duration.ofSeconds(10)), timer);

    @AfterEach
    void end() {
        openers.close();
        timer.shutdownNow();
    }

    private static void age(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Other systems deliver events late.
    void isAtRestWhileEachFurtherChangeHasAnEvent() throws Exception {
        assumeTrue(
                Set.of("ext4", "overlay", "tmpfs", "xfs")
                        .contains(Files.getFileStore(home).type()));
        Path tools = Files.createDirectory(home.resolve("tools"));
        Path module = Files.writeString(tools.resolve("a.wasm"), "module");
        age(module, tools);
        try (ToolsFolderMonitor monitor =
                new ToolsFolderMonitor(tools, home.resolve("grants"), openers, () -> {})) {
            assertFalse(monitor.isAtRest());
            var first = monitor.look();
            var second = monitor.look();
            assertTrue(first.equals(second));
            assertTrue(monitor.isAtRest());
            Files.writeString(module, "changed module");
            assertFalse(monitor.isAtRest());
            Path link = Files.createSymbolicLink(tools.resolve("b.wasm"), Path.of("a.wasm"));
            age(link, tools);
            first = monitor.look();
            second = monitor.look();
            assertTrue(first.equals(second));
            assertTrue(monitor.isUnchanged());
            assertFalse(monitor.isAtRest());
        }
    }
}
