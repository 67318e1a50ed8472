package org.vexhost.loader.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A watcher of folders")
class FolderWatcherTest {

    @TempDir Path folder;

    private final AtomicInteger events = new AtomicInteger();

    private void awaitEvent() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (events.get() == 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertTrue(events.get() > 0);
        awaitQuiet();
    }

    /** Waits until no event has arrived for some time, and forgets the events. */
    private void awaitQuiet() throws InterruptedException {
        int before;
        do {
            before = events.get();
            Thread.sleep(300);
        } while (events.get() != before);
        events.set(0);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Other systems deliver events late.
    void tellsOfAFolderThatIsReplaced() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path next = Files.createDirectory(folder.resolve("next"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), tools);
        List<Path> both = List.of(tools, link);
        try (FolderWatcher watcher = new FolderWatcher(events::incrementAndGet, path -> true)) {
            assertTrue(watcher.watch(both));
            assertTrue(watcher.isReliable());
            awaitQuiet();
            Files.move(tools, folder.resolve("before"));
            Files.move(next, tools);
            awaitEvent();
            assertTrue(watcher.watch(both));
            assertFalse(watcher.watch(both));
            assertTrue(watcher.isReliable());
            awaitQuiet();
            Files.writeString(tools.resolve("file"), "");
            awaitEvent();
            Files.delete(link);
            Files.createSymbolicLink(link, folder.resolve("before"));
            awaitEvent();
            assertTrue(watcher.watch(both));
            awaitQuiet();
            Files.writeString(folder.resolve("before/file"), "");
            awaitEvent();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Other systems deliver events late.
    void tellsOfAFolderThatIsCreatedAndNotOfItsNeighbours() throws Exception {
        Path tools = folder.resolve("tools");
        try (FolderWatcher watcher = new FolderWatcher(events::incrementAndGet, path -> true)) {
            assertTrue(watcher.watch(List.of(tools)));
            assertTrue(watcher.isReliable());
            Files.writeString(folder.resolve("neighbour"), "");
            Thread.sleep(500);
            assertEquals(0, events.get());
            Files.createDirectory(tools);
            awaitEvent();
        }
    }

    @Test
    void isNotReliedOnWhereOtherMachinesMayChangeFiles() throws Exception {
        Path remote = Files.createDirectory(folder.resolve("remote"));
        Path local = Files.createDirectory(folder.resolve("local"));
        try (FolderWatcher watcher =
                new FolderWatcher(events::incrementAndGet, path -> !path.equals(remote))) {
            assertFalse(watcher.isReliable());
            assertTrue(watcher.watch(List.of(local, remote)));
            assertFalse(watcher.isReliable());
            assertFalse(watcher.watch(List.of(local)));
            assertTrue(watcher.isReliable());
        }
    }

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
