package org.vexhost.wasi.calls.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

class DescriptorMetadataTest {

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

    private int file(String content) throws IOException {
        sandbox.file("file", content);
        return guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
    }

    private Guest.Stat stat(int fd) {
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_get", fd, Guest.RESULT));
        return guest.stat();
    }

    @Test
    void aFilesAttributesAreThoseOfTheSystem() throws IOException {
        int fd = file("12345");
        Path path = sandbox.inside.resolve("file");
        Files.createLink(sandbox.inside.resolve("other"), path);
        Guest.Stat stat = stat(fd);

        assertEquals(5, stat.size());
        assertEquals(FileType.REGULAR_FILE.code(), stat.type());
        assertEquals(2, stat.links());
        assertEquals(Files.getAttribute(path, "unix:ino"), stat.inode());
        assertEquals(Files.getAttribute(path, "unix:dev"), stat.device());
        assertEquals(Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS), stat.modified());
    }

    @Test
    void aFilesAttributesStayItsOwnWhenItIsRenamedReplacedAndRemoved() throws IOException {
        int fd = file("12345");
        long inode = stat(fd).inode();
        guest.rename("file", "moved");
        guest.create("file", "other");

        assertEquals(inode, stat(fd).inode());
        guest.unlink("moved");
        assertEquals(inode, stat(fd).inode());
        assertEquals(0, stat(fd).links());
        guest.write(fd, "123456789");
        assertEquals(9, stat(fd).size());
    }

    @Test
    void aDirectoryAndStreamsHaveAttributesToo() throws IOException {
        Guest.Stat stat = stat(Guest.ROOT);

        assertEquals(FileType.DIRECTORY.code(), stat.type());
        assertEquals(Files.getAttribute(sandbox.inside, "unix:ino"), stat.inode());
        assertEquals(FileType.UNKNOWN.code(), stat(1).type());
        assertEquals(
                Errno.FAULT, guest.call("fd_filestat_get", Guest.ROOT, guest.memory.size() - 63));
    }

    @Test
    void sizesGrowAndShrink() throws IOException {
        int fd = file("12345");

        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_size", fd, 3));
        assertEquals("123", guest.read(fd, 100));
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_size", fd, 5));
        assertEquals(5, stat(fd).size());
        assertEquals("\0\0", guest.read(fd, 100));
        assertEquals(Errno.INVAL, guest.call("fd_filestat_set_size", fd, -1));
        assertEquals(Errno.ISDIR, guest.call("fd_filestat_set_size", Guest.ROOT, 1));
        assertEquals(Errno.SPIPE, guest.call("fd_filestat_set_size", 1, 1));
    }

    @Test
    void allocatingGrowsOnly() throws IOException {
        int fd = file("12345");

        assertEquals(Errno.SUCCESS, guest.call("fd_allocate", fd, 0, 3));
        assertEquals(5, stat(fd).size());
        assertEquals(Errno.SUCCESS, guest.call("fd_allocate", fd, 4, 4));
        assertEquals(8, stat(fd).size());
        assertEquals("12345\0\0\0", guest.read(fd, 100));
        assertEquals(Errno.INVAL, guest.call("fd_allocate", fd, 0, 0));
        assertEquals(Errno.INVAL, guest.call("fd_allocate", fd, -1, 1));
        assertEquals(Errno.FBIG, guest.call("fd_allocate", fd, Long.MAX_VALUE, 1));
        assertEquals(Errno.ISDIR, guest.call("fd_allocate", Guest.ROOT, 0, 1));
    }

    @Test
    void adviceIsCheckedAndIgnored() throws IOException {
        int fd = file("12345");

        assertEquals(Errno.SUCCESS, guest.call("fd_advise", fd, 0, 5, 3));
        assertEquals(Errno.INVAL, guest.call("fd_advise", fd, 0, 5, 6));
        assertEquals(Errno.INVAL, guest.call("fd_advise", fd, 0, -5, 0));
        assertEquals(Errno.SPIPE, guest.call("fd_advise", 1, 0, 5, 0));
        assertEquals(Errno.BADF, guest.call("fd_advise", 9, 0, 5, 0));
    }

    @Test
    void timesAreSetToTheNanosecond() throws IOException {
        int fd = file("12345");
        int both = Flags.TIME_ACCESS | Flags.TIME_MODIFIED;

        assertEquals(
                Errno.SUCCESS,
                guest.call("fd_filestat_set_times", fd, 1_000_000_007L, 2_000_000_009L, both));
        assertEquals(1_000_000_007L, stat(fd).accessed());
        assertEquals(2_000_000_009L, stat(fd).modified());
        assertEquals(
                Errno.SUCCESS, guest.call("fd_filestat_set_times", fd, 5, 6, Flags.TIME_MODIFIED));
        assertEquals(1_000_000_007L, stat(fd).accessed());
        assertEquals(6, stat(fd).modified());
        assertEquals(
                Errno.SUCCESS,
                guest.call("fd_filestat_set_times", fd, 0, 0, Flags.TIME_MODIFIED_NOW));
        assertTrue(stat(fd).modified() > 1_600_000_000_000_000_000L);
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_times", fd, 0, 0, 0));
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_times", Guest.ROOT, 7, 8, both));
        assertEquals(8, stat(Guest.ROOT).modified());
    }

    @Test
    void timesThatContradictThemselvesAreInvalid() throws IOException {
        int fd = file("");

        for (int flags : new int[] {3, 12, 15, 16, -1}) {
            assertEquals(
                    Errno.INVAL, guest.call("fd_filestat_set_times", fd, 1, 1, flags), "" + flags);
        }
    }

    @Test
    void rightsAreGivenUpForGood() throws IOException {
        int fd = file("12345");

        assertEquals(Errno.SUCCESS, guest.call("fd_fdstat_set_rights", fd, Rights.FD_WRITE, 0));
        assertEquals("NOTCAPABLE", guest.read(fd, 1));
        assertEquals(Errno.SUCCESS, guest.write(fd, "x"));
        assertEquals(
                Errno.NOTCAPABLE,
                guest.call("fd_fdstat_set_rights", fd, Rights.FD_WRITE | Rights.FD_READ, 0));
        assertEquals(
                Errno.NOTCAPABLE,
                guest.call("fd_fdstat_set_rights", fd, Rights.FD_WRITE, Rights.FD_READ));
    }

    @Test
    void flagsAreCheckedAndShown() throws IOException {
        int fd = file("");

        assertEquals(
                Errno.SUCCESS,
                guest.call("fd_fdstat_set_flags", fd, Flags.FD_APPEND | Flags.FD_NONBLOCK));
        guest.call("fd_fdstat_get", fd, Guest.RESULT);
        assertEquals(Flags.FD_APPEND | Flags.FD_NONBLOCK, guest.memory.readByte(Guest.RESULT + 2));
        assertEquals(Errno.INVAL, guest.call("fd_fdstat_set_flags", fd, 32));
        assertEquals(Errno.BADF, guest.call("fd_fdstat_get", 77, Guest.RESULT));
    }

    @Test
    void renumberingMovesAndCloses() throws IOException {
        sandbox.file("other", "other");
        int fd = file("content");
        int other = guest.opened(Guest.ROOT, "other", 0, Rights.FD_READ);

        assertEquals(Errno.SUCCESS, guest.call("fd_renumber", fd, other));
        assertEquals("content", guest.read(other, 100));
        assertEquals("BADF", guest.read(fd, 1));
        assertEquals(Errno.BADF, guest.call("fd_renumber", fd, other));
        assertEquals(Errno.BADF, guest.call("fd_renumber", other, 99));
        assertEquals(Errno.SUCCESS, guest.call("fd_renumber", other, other));
        assertNotEquals("BADF", guest.read(other, 1));
    }

    @Test
    void grantedDirectoriesAreTold() {
        assertEquals(Errno.SUCCESS, guest.call("fd_prestat_get", Guest.ROOT, Guest.RESULT));
        assertEquals(0, guest.memory.readByte(Guest.RESULT));
        assertEquals(5, guest.memory.readInt(Guest.RESULT + 4));
        assertEquals(Errno.SUCCESS, guest.call("fd_prestat_dir_name", Guest.ROOT, Guest.DATA, 5));
        assertEquals("/data", guest.text(Guest.DATA, 5));
        assertEquals(
                Errno.NAMETOOLONG, guest.call("fd_prestat_dir_name", Guest.ROOT, Guest.DATA, 4));
        assertEquals(Errno.BADF, guest.call("fd_prestat_get", 4, Guest.RESULT));
        assertEquals(Errno.BADF, guest.call("fd_prestat_get", 1, Guest.RESULT));
        int dir = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, 0);
        assertEquals(Errno.BADF, guest.call("fd_prestat_get", dir, Guest.RESULT));
    }
}
