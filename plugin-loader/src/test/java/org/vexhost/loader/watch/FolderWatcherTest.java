package org.vexhost.loader.watch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A watcher of folders")
class FolderWatcherTest {

    @TempDir Path folder;

    @Test
    void outlivesWhateverItsCallbackThrows() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (FolderWatcher watcher =
                new FolderWatcher(
                        () -> {
                            switch (calls.incrementAndGet()) {
                                case 1 -> throw new IllegalStateException("for a test");
                                case 2 -> throw new OutOfMemoryError("for a test");
                                default -> {
                                    // As it should be.
                                }
                            }
                        })) {
            assertTrue(watcher.watch(List.of(folder)));
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            for (int i = 0; calls.get() < 4 && System.nanoTime() < end; i++) {
                Files.writeString(folder.resolve("file-" + i), "");
                Thread.sleep(20);
            }
        }
        assertTrue(calls.get() >= 4, () -> calls + " calls");
    }
}
