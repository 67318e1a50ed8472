package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Deadline;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Nothing that a guest asks for costs the host more than a bound. */
@Timeout(180)
class DenialOfServiceTest {

    private static final int MANY = 100_000;

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base);
        guest = sandbox.guest;
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void lengthsThatLieAreFaultsBeforeAnythingIsAllocated() throws IOException {
        sandbox.file("file", "content");
        int fd = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
        for (int length : new int[] {0x7FFF_FFFF, 0xFFFF_FFFF, 0x8000_0000}) {
            guest.iovec(Guest.DATA, length);
            for (String function : List.of("fd_read", "fd_write")) {
                assertEquals(Errno.FAULT, guest.call(function, fd, Guest.IOVEC, 1, Guest.RESULT));
            }
            assertEquals(Errno.FAULT, guest.call("fd_read", 0, Guest.IOVEC, 1, Guest.RESULT));
            assertEquals(Errno.FAULT, guest.call("fd_write", 1, Guest.IOVEC, 1, Guest.RESULT));
            assertEquals(Errno.FAULT, guest.call("fd_write", 1, Guest.IOVEC, length, Guest.RESULT));
            assertEquals(Errno.FAULT, guest.call("random_get", Guest.DATA, length));
            assertEquals(
                    Errno.FAULT, guest.call("fd_readdir", 3, Guest.DATA, length, 0, Guest.RESULT));
            assertEquals(
                    Errno.FAULT,
                    guest.call("path_readlink", 3, Guest.PATH, 1, Guest.DATA, length, 64));
            assertEquals(Errno.FAULT, guest.call("path_create_directory", 3, Guest.PATH, length));
        }
    }

    private void overlapping(int count, int length) {
        for (int i = 0; i < count; i++) {
            guest.memory.writeInt(Guest.DATA + 8 * i, Guest.DATA);
            guest.memory.writeInt(Guest.DATA + 8 * i + 4, length);
        }
    }

    @Test
    void manyOverlappingBuffersAreBounded() {
        int fd = guest.opened(Guest.ROOT, "file", Flags.OPEN_CREATE, Rights.FILE);
        overlapping(1024, 1 << 20);

        assertEquals(Errno.SUCCESS, guest.call("fd_write", fd, Guest.DATA, 1024, Guest.RESULT));
        assertEquals(16 << 20, guest.resultInt());
        assertEquals(Errno.SUCCESS, guest.call("fd_write", 1, Guest.DATA, 1024, Guest.RESULT));
        assertEquals(16 << 20, guest.resultInt());
        assertEquals(Errno.INVAL, guest.call("fd_write", fd, Guest.DATA, 1025, Guest.RESULT));
        assertEquals(
                Errno.FAULT, guest.call("fd_write", fd, Guest.DATA, 0xFFFF_FFFFL, Guest.RESULT));
    }

    @Test
    void manyOverlappingBuffersEndWithTheCall() {
        int fd = guest.opened(Guest.ROOT, "file", Flags.OPEN_CREATE, Rights.FILE);
        overlapping(1024, 1 << 20);
        sandbox.context.deadline = Deadline.after(Duration.ZERO);

        for (int to : new int[] {1, fd}) {
            assertThrows(
                    InterruptedException.class,
                    () -> guest.callInterruptibly("fd_write", to, Guest.DATA, 1024, Guest.RESULT));
        }
        sandbox.context.deadline = Deadline.after(Duration.ofMinutes(1));
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("fd_write", 1, Guest.DATA, 1024, Guest.RESULT));
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("random_get", Guest.DATA, 3_000_000));
    }

    @Test
    void openFilesAreBoundedAndGivenBack() throws IOException {
        sandbox.file("file", "");
        sandbox.directory("dir");
        assertEquals(0, openFiles());
        Guest.Opened last = new Guest.Opened(Errno.SUCCESS, 0);
        int opened = 0;
        while (last.errno() == Errno.SUCCESS && opened < MANY) {
            last = guest.open(Guest.ROOT, opened % 2 == 0 ? "file" : "dir", 0, Rights.FD_READ);
            opened++;
        }

        assertEquals(Errno.MFILE, last.errno());
        assertTrue(openFiles() > 300 && openFiles() <= 512, "open files " + openFiles());
        assertEquals(Errno.SUCCESS, guest.close(10));
        assertEquals(Errno.SUCCESS, guest.open(Guest.ROOT, "file", 0, Rights.FD_READ).errno());
        guest.close();
        assertEquals(0, openFiles());
    }

    /** How many handles the process has below the granted directory. */
    private long openFiles() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            Path real = sandbox.inside.toRealPath();
            return all.filter(handle -> target(handle).startsWith(real)).count();
        }
    }

    private static Path target(Path handle) {
        try {
            return Files.readSymbolicLink(handle);
        } catch (IOException e) {
            return handle; // closed in the meantime
        }
    }

    @Test
    void handlesOfAllCallsAreBoundedAndGivenBack() throws IOException {
        sandbox.file("a/b/c/file", "");
        WasiModule module = new WasiModule();
        List<Guest> guests = new ArrayList<>();
        Errno last = Errno.SUCCESS;
        while (last == Errno.SUCCESS && guests.size() < 200) {
            Guest next = new Guest(module, sandbox.context);
            guests.add(next);
            Errno mine = Errno.SUCCESS;
            while (mine == Errno.SUCCESS) {
                mine = next.open(Guest.ROOT, "a/b/c/file", 0, Rights.FD_READ).errno();
            }
            last = mine == Errno.MFILE ? Errno.SUCCESS : mine;
        }

        assertEquals(Errno.NFILE, last);
        guests.forEach(Guest::close);
        assertEquals(0, module.openHandles());
    }

    @Test
    void deepPathsAreBounded() {
        String path = "d";
        int depth = 1;
        while (guest.createDirectory(path) == Errno.SUCCESS && depth < 2000) {
            path += "/d";
            depth++;
        }

        assertTrue(depth > 100 && depth < 200, "depth " + depth);
    }

    @Test
    void listingsAreBounded() {
        int names = 1000;
        String name = "n".repeat(200);
        for (int i = 0; i < names; i++) {
            guest.createDirectory(name + i);
        }
        Errno last = Errno.SUCCESS;
        int listings = 0;
        while (last == Errno.SUCCESS && listings < 100) {
            int fd = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
            last = guest.call("fd_readdir", fd, Guest.DATA, 100, 0, Guest.RESULT);
            listings++;
        }

        assertEquals(Errno.NOMEM, last);
        assertTrue(listings > 10, "listings " + listings);
    }

    @Test
    void listingEndsWithTheCall() {
        for (int i = 0; i < 10; i++) {
            guest.createDirectory("d" + i);
        }
        sandbox.context.deadline = Deadline.after(Duration.ZERO);

        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("fd_readdir", 3, Guest.DATA, 100, 0, 64));
    }

    @Test
    void manyLinksInAPathAreBounded() throws IOException {
        sandbox.link("l0", ".");
        for (int i = 1; i < 50; i++) {
            sandbox.link("l" + i, "l" + (i - 1) + "/l" + (i - 1));
        }

        assertEquals("LOOP", guest.content("l49/x"));
        assertEquals(Errno.LOOP, guest.createDirectory("l49/x"));
    }
}
