package org.vexhost.wasi.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Long work of a host function ends in the middle: when it is cancelled, and without fuel. */
class LongWorkTest {

    private static final int NAMES = 300;
    private static final int BYTES = 2 << 20;

    /** Some work is paid for and done, most of it is not. */
    private static final long ENOUGH_FOR_SOME = 500;

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;

    /** Work that costs more than twice as much as is enough for some. */
    private enum Work {
        LISTING,
        COUNTING,
        WALKING,
        READING,
        WRITING_A_FILE,
        READING_INPUT,
        MANY_BUFFERS
    }

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base);
        guest = sandbox.guest;
        for (int i = 0; i < NAMES; i++) {
            sandbox.file("names/" + i, "");
        }
        Files.write(sandbox.inside.resolve("file"), new byte[BYTES]);
        sandbox.directory("d");
        sandbox.context.stdin = new ByteArrayInputStream(new byte[BYTES]);
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        sandbox.close();
    }

    private Errno run(Work work, int names, int file) throws InterruptedException {
        return switch (work) {
            case LISTING ->
                    guest.callInterruptibly("fd_readdir", names, Guest.DATA, 10, 0, Guest.RESULT);
            case COUNTING ->
                    guest.callInterruptibly(
                            "path_create_directory", 3, Guest.PATH, guest.text(Guest.PATH, "new"));
            case WALKING ->
                    guest.callInterruptibly(
                            "path_filestat_get",
                            3,
                            1,
                            Guest.PATH,
                            guest.text(Guest.PATH, "d/../".repeat(100)),
                            Guest.RESULT);
            case READING -> transfer("fd_read", file, 1, BYTES);
            case WRITING_A_FILE -> transfer("fd_write", file, 1, BYTES);
            case READING_INPUT -> transfer("fd_read", 0, 1, BYTES);
            case MANY_BUFFERS -> transfer("fd_read", file, 1024, 1);
        };
    }

    private Errno transfer(String function, int fd, int buffers, int length)
            throws InterruptedException {
        for (int i = 0; i < buffers; i++) {
            guest.memory.writeInt(Guest.DATA + 8 * i, Guest.DATA * 2);
            guest.memory.writeInt(Guest.DATA + 8 * i + 4, length);
        }
        return guest.callInterruptibly(function, fd, Guest.DATA, buffers, Guest.RESULT);
    }

    private int names() {
        return guest.opened(Guest.ROOT, "names", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
    }

    private int file() {
        return guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenTheCallIsCancelled(Work work) throws Exception {
        int names = names();
        int file = file();
        sandbox.context.interruptAtHostFuel = sandbox.context.hostFuel + ENOUGH_FOR_SOME;
        assertThrows(InterruptedException.class, () -> run(work, names, file));
        checkEnded(sandbox.context.interruptAtHostFuel);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenFuelIsUsedUp(Work work) throws Exception {
        int names = names();
        int file = file();
        sandbox.context.maxHostFuel = sandbox.context.hostFuel + ENOUGH_FOR_SOME;
        assertThrows(FakeContext.OutOfHostFuel.class, () -> run(work, names, file));
        checkEnded(sandbox.context.maxHostFuel);
    }

    /** A part of a transfer costs 1,028 units at most. Nothing is left open or locked. */
    private void checkEnded(long at) throws Exception {
        assertTrue(
                sandbox.context.hostFuel <= at + 1_028,
                () -> "used " + (sandbox.context.hostFuel - at) + " units more");
        Thread.interrupted();
        sandbox.context.maxHostFuel = Long.MAX_VALUE;
        sandbox.context.interruptAtHostFuel = Long.MAX_VALUE;
        for (Work each : Work.values()) {
            assertEquals(Errno.SUCCESS, run(each, names(), file()), each::name);
        }
    }
}
