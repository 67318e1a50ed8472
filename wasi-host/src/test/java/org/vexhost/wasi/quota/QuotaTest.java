package org.vexhost.wasi.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** A directory with 100 bytes and 5 files at most, of which 10 bytes and 1 file are there. */
class QuotaTest {

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base, Grant.Access.READ_WRITE, Grant.Sharing.EXCLUSIVE, 100, 5);
        sandbox.file("there", "0123456789");
        guest = sandbox.guest;
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private int create(String name) {
        return guest.opened(Guest.ROOT, name, Flags.OPEN_CREATE, Rights.FILE);
    }

    private long used() throws IOException {
        try (var all = Files.walk(sandbox.inside)) {
            return all.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
        }
    }

    @Test
    void bytesAreBoundedExactly() throws IOException {
        int fd = create("file");

        assertEquals(Errno.SUCCESS, guest.write(fd, "x".repeat(89)));
        assertEquals(Errno.DQUOT, guest.write(fd, "xx"));
        assertEquals(Errno.SUCCESS, guest.write(fd, "x"));
        assertEquals(Errno.DQUOT, guest.write(fd, "x"));
        assertEquals(100, used());
    }

    @Test
    void writingOverWhatIsThereIsFree() throws IOException {
        int fd = create("file");
        guest.write(fd, "x".repeat(90));

        guest.call("fd_seek", fd, 0, 0, Guest.RESULT);
        assertEquals(Errno.SUCCESS, guest.write(fd, "y".repeat(90)));
        assertEquals(100, used());
    }

    @Test
    void sparseFilesCountWithTheirSize() throws IOException {
        int fd = create("file");

        guest.call("fd_seek", fd, 1_000_000, 0, Guest.RESULT);
        assertEquals(Errno.DQUOT, guest.write(fd, "x"));
        assertEquals(Errno.DQUOT, guest.call("fd_allocate", fd, 0, 91));
        assertEquals(Errno.DQUOT, guest.call("fd_allocate", fd, 0, 1L << 40));
        assertEquals(Errno.DQUOT, guest.call("fd_filestat_set_size", fd, 91));
        assertEquals(10, used());
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_size", fd, 90));
        assertEquals(Errno.DQUOT, guest.call("fd_filestat_set_size", fd, 91));
        assertEquals(100, used());
    }

    @Test
    void placesBehindTheEndCountToo() {
        int fd = create("file");
        guest.text(Guest.DATA, "x");
        guest.iovec(Guest.DATA, 1);

        assertEquals(Errno.DQUOT, guest.call("fd_pwrite", fd, Guest.IOVEC, 1, 90, Guest.RESULT));
        assertEquals(Errno.SUCCESS, guest.call("fd_pwrite", fd, Guest.IOVEC, 1, 89, Guest.RESULT));
        assertEquals(
                Errno.FBIG,
                guest.call("fd_pwrite", fd, Guest.IOVEC, 1, Long.MAX_VALUE, Guest.RESULT));
    }

    @Test
    void appendingCounts() {
        int fd = create("file");
        guest.call("fd_fdstat_set_flags", fd, Flags.FD_APPEND);

        assertEquals(Errno.SUCCESS, guest.write(fd, "x".repeat(90)));
        assertEquals(Errno.DQUOT, guest.write(fd, "x"));
    }

    @Test
    void cuttingAndRemovingGiveBack() throws IOException {
        int fd = create("file");
        guest.write(fd, "x".repeat(90));

        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_size", fd, 50));
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_size", fd, 90));
        guest.close(fd);
        assertEquals(Errno.SUCCESS, guest.unlink("file"));
        int again = create("again");
        assertEquals(Errno.SUCCESS, guest.write(again, "x".repeat(90)));
        guest.close(again);
        int cut = guest.opened(Guest.ROOT, "again", Flags.OPEN_TRUNCATE, Rights.FILE);
        assertEquals(Errno.SUCCESS, guest.write(cut, "x".repeat(90)));
        assertEquals(Errno.DQUOT, guest.write(cut, "x"));
    }

    @Test
    void aRemovedFileCountsUntilItIsClosed() throws IOException {
        int hidden = create("file");
        guest.write(hidden, "x".repeat(90));
        guest.unlink("file");
        int fd = create("other");

        assertEquals(Errno.DQUOT, guest.write(fd, "x"));
        assertEquals(Errno.SUCCESS, guest.close(hidden));
        assertEquals(Errno.SUCCESS, guest.write(fd, "x".repeat(90)));
    }

    @Test
    void aReplacedFileGivesBack() {
        guest.create("old", "x".repeat(45));
        guest.create("new", "y".repeat(45));

        assertEquals(Errno.SUCCESS, guest.rename("new", "old"));
        guest.create("more", "z".repeat(45));
        assertEquals("DQUOT", createdOrNot("toomuch", "x"));
    }

    private String createdOrNot(String name, String content) {
        int fd = create(name);
        return guest.write(fd, content).name();
    }

    @Test
    void namesOfEveryKindAreBounded() throws IOException {
        assertEquals(Errno.SUCCESS, guest.createDirectory("a"));
        assertEquals(Errno.SUCCESS, guest.symlink("x", "b"));
        assertEquals(Errno.SUCCESS, guest.link("there", "c"));
        create("d");
        assertEquals(Errno.DQUOT, guest.createDirectory("e"));
        assertEquals(Errno.DQUOT, guest.symlink("x", "e"));
        assertEquals(Errno.DQUOT, guest.link("there", "e"));
        assertEquals(
                Errno.DQUOT, guest.open(Guest.ROOT, "e", Flags.OPEN_CREATE, Rights.FILE).errno());
        assertEquals(Errno.EXIST, exclusive("d"));
        assertEquals(Errno.SUCCESS, guest.removeDirectory("a"));
        assertEquals(Errno.SUCCESS, guest.createDirectory("e"));
        assertEquals(Errno.DQUOT, guest.createDirectory("f"));
    }

    private Errno exclusive(String name) {
        return guest.open(Guest.ROOT, name, Flags.OPEN_CREATE | Flags.OPEN_EXCLUSIVE, Rights.FILE)
                .errno();
    }

    @Test
    void whatCannotBeMadeIsNotCounted() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Errno.EXIST, guest.createDirectory("there"));
            assertEquals(Errno.NOENT, guest.createDirectory("x/y"));
        }
        assertEquals(Errno.SUCCESS, guest.createDirectory("a"));
    }

    @Test
    void whatIsInDirectoriesCounts() throws IOException {
        sandbox.file("a/b/deep", "x".repeat(85));

        assertEquals("DQUOT", createdOrNot("file", "123456"));
    }

    @Test
    void allCallsOfAHostCountTogether() throws IOException {
        HostHandles handles = new HostHandles(100);
        Accounts accounts = new Accounts();
        Object key = "directory";

        assertTrue(accounts.of(key) == accounts.of(key));
        CallHandles one = new CallHandles(handles);
        CallHandles two = new CallHandles(handles);
        one.take(60);
        assertEquals(Errno.NFILE, errno(() -> two.take(41)));
        two.take(40);
        one.give(60);
        assertEquals(40, handles.taken());
        assertEquals(Errno.MFILE, errno(() -> one.take(CallHandles.MAX + 1)));
    }

    private static Errno errno(Runnable taking) {
        try {
            taking.run();
            return Errno.SUCCESS;
        } catch (ErrnoException e) {
            return e.errno();
        }
    }
}
