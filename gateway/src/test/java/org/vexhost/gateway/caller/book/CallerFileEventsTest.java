package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A wait for file events")
@EnabledOnOs(OS.LINUX) // Other systems deliver events late, so they are not relied on there.
@Timeout(120)
class CallerFileEventsTest {

    /** An event ends a wait long before this. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path home;
    private Path folder = Path.of("absent");
    private final CallerFileEvents events = new CallerFileEvents(path -> true);

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(home.resolve("folder"));
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void watch() {
        assertFalse(events.watch(List.of(folder)));
        assertTrue(events.watch(List.of(folder)));
    }

    private boolean isQuiet() throws InterruptedException {
        long began = System.nanoTime();
        return !events.await(SHORT) && System.nanoTime() - began >= SHORT.toNanos();
    }

    private void awaitEvent() throws InterruptedException {
        long began = System.nanoTime();
        boolean ignored = events.await(LONG);
        long took = System.nanoTime() - began;
        assertTrue(took < LONG.toNanos() / 2, () -> took + " ns");
    }

    @Test
    void endsWhenAFileIsCreatedEditedOrRemoved() throws Exception {
        watch();
        assertTrue(isQuiet());
        Path file = Files.writeString(folder.resolve("a"), "1");
        awaitEvent();
        while (!isQuiet()) {
            // A write has several events.
        }
        Files.writeString(file, "2");
        awaitEvent();
        while (!isQuiet()) {
            // As above.
        }
        Files.delete(file);
        awaitEvent();
    }

    @Test
    void isNotReliedOnWhereOtherMachinesMayChangeFiles() throws IOException {
        try (CallerFileEvents remote = new CallerFileEvents(path -> !path.equals(folder))) {
            assertFalse(remote.watch(List.of(folder)));
            assertFalse(remote.watch(List.of(folder)));
            Path other = Files.createDirectory(home.resolve("other"));
            assertFalse(remote.watch(List.of(other)));
            assertTrue(remote.watch(List.of(other)));
        }
    }

    @Test
    void endsWhenTheFolderIsReplaced() throws Exception {
        watch();
        Path next = Files.createDirectory(home.resolve("next"));
        assertTrue(isQuiet());
        Files.move(folder, home.resolve("before"));
        Files.move(next, folder);
        awaitEvent();
        while (!isQuiet()) {
            // One move after the other.
        }
        watch();
        Files.writeString(folder.resolve("a"), "1");
        awaitEvent();
    }

    @Test
    void endsWhenALinkToTheFolderIsReplaced() throws Exception {
        Files.createDirectory(home.resolve("next"));
        Path link = Files.createSymbolicLink(home.resolve("link"), folder);
        folder = link;
        watch();
        Path other = Files.createSymbolicLink(home.resolve("link-2"), home.resolve("next"));
        assertTrue(isQuiet());
        Files.move(other, link, StandardCopyOption.ATOMIC_MOVE);
        awaitEvent();
        watch();
        Files.writeString(home.resolve("next/a"), "1");
        awaitEvent();
    }

    @Test
    void endsWhenTheFolderIsCreated() throws Exception {
        Files.delete(folder);
        watch();
        assertTrue(isQuiet());
        Files.createDirectory(folder);
        awaitEvent();
        watch();
    }

    @Test
    void endsWhenWoken() throws Exception {
        events.wake();
        awaitEvent();
        assertTrue(isQuiet());
        Thread waker =
                new Thread(
                        () -> {
                            try {
                                TimeUnit.MILLISECONDS.sleep(200);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            events.wake();
                        });
        watch();
        waker.start();
        awaitEvent();
        waker.join();
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(isQuiet());
    }

    @Test
    void isInterruptible() {
        watch();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> events.await(LONG));
    }

    @Test
    void endsWhenClosed() throws Exception {
        watch();
        events.close();
        awaitEvent();
        assertFalse(events.watch(List.of(home)));
    }
}
