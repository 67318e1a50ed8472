package org.vexhost.wasi.calls.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

class DescriptorDataTest {

    private static final int SET = 0;
    private static final int CURRENT = 1;
    private static final int END = 2;

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

    private String content() throws IOException {
        return Files.readString(sandbox.inside.resolve("file"));
    }

    private Errno seek(int fd, long offset, int whence) {
        return guest.call("fd_seek", fd, offset, whence, Guest.RESULT);
    }

    @Test
    void readingGoesOnWhereItStopped() throws IOException {
        int fd = file("abcdef");

        assertEquals("abcd", guest.read(fd, 4));
        assertEquals("ef", guest.read(fd, 4));
        assertEquals("", guest.read(fd, 4));
    }

    @Test
    void readingFillsOneBufferAfterTheOther() throws IOException {
        int fd = file("abcdef");
        guest.memory.writeInt(Guest.IOVEC, Guest.DATA);
        guest.memory.writeInt(Guest.IOVEC + 4, 2);
        guest.memory.writeInt(Guest.IOVEC + 8, Guest.DATA + 100);
        guest.memory.writeInt(Guest.IOVEC + 12, 0);
        guest.memory.writeInt(Guest.IOVEC + 16, Guest.DATA + 10);
        guest.memory.writeInt(Guest.IOVEC + 20, 20);

        assertEquals(Errno.SUCCESS, guest.call("fd_read", fd, Guest.IOVEC, 3, Guest.RESULT));
        assertEquals(6, guest.resultInt());
        assertEquals("ab", guest.text(Guest.DATA, 2));
        assertEquals("cdef", guest.text(Guest.DATA + 10, 4));
    }

    @Test
    void writingGoesOnWhereItStopped() throws IOException {
        int fd = file("abcdef");
        guest.write(fd, "12");
        guest.write(fd, "3");

        assertEquals("123def", content());
        assertEquals(Errno.SUCCESS, guest.call("fd_tell", fd, Guest.RESULT));
        assertEquals(3, guest.resultLong());
    }

    @Test
    void readingAndWritingAtPlacesDoesNotMove() throws IOException {
        int fd = file("abcdef");
        guest.text(Guest.DATA, "XY");
        guest.iovec(Guest.DATA, 2);

        assertEquals(Errno.SUCCESS, guest.call("fd_pwrite", fd, Guest.IOVEC, 1, 4, Guest.RESULT));
        assertEquals("abcdXY", content());
        assertEquals(Errno.SUCCESS, guest.call("fd_pread", fd, Guest.IOVEC, 1, 1, Guest.RESULT));
        assertEquals("bc", guest.text(Guest.DATA, guest.resultInt()));
        assertEquals("ab", guest.read(fd, 2));
        assertEquals(Errno.INVAL, guest.call("fd_pread", fd, Guest.IOVEC, 1, -1, Guest.RESULT));
        assertEquals(Errno.INVAL, guest.call("fd_pwrite", fd, Guest.IOVEC, 1, -1, Guest.RESULT));
    }

    @Test
    void seekingMovesFromStartPlaceAndEnd() throws IOException {
        int fd = file("abcdef");

        assertEquals(Errno.SUCCESS, seek(fd, 2, SET));
        assertEquals(2, guest.resultLong());
        assertEquals(Errno.SUCCESS, seek(fd, 1, CURRENT));
        assertEquals(3, guest.resultLong());
        assertEquals(Errno.SUCCESS, seek(fd, -1, END));
        assertEquals("f", guest.read(fd, 9));
        assertEquals(Errno.SUCCESS, seek(fd, 100, END));
        assertEquals("", guest.read(fd, 9));
        assertEquals(Errno.INVAL, seek(fd, -1, SET));
        assertEquals(Errno.INVAL, seek(fd, 0, 3));
        assertEquals(Errno.OVERFLOW, seek(fd, Long.MAX_VALUE, END));
        guest.call("fd_tell", fd, Guest.RESULT);
        assertEquals(106, guest.resultLong());
    }

    @Test
    void writingBehindTheEndLeavesZeros() throws IOException {
        int fd = file("ab");
        seek(fd, 4, SET);
        guest.write(fd, "e");

        assertArrayEquals(
                new byte[] {'a', 'b', 0, 0, 'e'},
                Files.readAllBytes(sandbox.inside.resolve("file")));
    }

    @Test
    void appendingWritesAtTheEndWhereverItIs() throws IOException {
        int fd = file("ab");
        assertEquals(Errno.SUCCESS, guest.call("fd_fdstat_set_flags", fd, Flags.FD_APPEND));
        guest.write(fd, "c");
        Files.writeString(sandbox.inside.resolve("file"), "longer");
        guest.write(fd, "d");

        assertEquals("longerd", content());
        guest.call("fd_tell", fd, Guest.RESULT);
        assertEquals(7, guest.resultLong());
        assertEquals(Errno.SUCCESS, guest.call("fd_fdstat_set_flags", fd, 0));
        seek(fd, 0, SET);
        guest.write(fd, "L");
        assertEquals("Longerd", content());
    }

    @Test
    void streamsAreWrittenAndRead() throws IOException {
        sandbox.context.stdin = new ByteArrayInputStream("input".getBytes(StandardCharsets.UTF_8));

        assertEquals(Errno.SUCCESS, guest.write(1, "out"));
        assertEquals(Errno.SUCCESS, guest.write(2, "err"));
        assertEquals("out", sandbox.context.out.toString(StandardCharsets.UTF_8));
        assertEquals("err", sandbox.context.err.toString(StandardCharsets.UTF_8));
        assertEquals("inp", guest.read(0, 3));
        assertEquals("ut", guest.read(0, 3));
        assertEquals("", guest.read(0, 3));
    }

    @Test
    void streamsGoOneWayAndDoNotSeek() {
        assertEquals("NOTCAPABLE", guest.read(1, 1));
        assertEquals(Errno.NOTCAPABLE, guest.write(0, "x"));
        assertEquals(Errno.SPIPE, seek(1, 0, SET));
        assertEquals(Errno.SPIPE, guest.call("fd_tell", 0, Guest.RESULT));
        assertEquals(Errno.SPIPE, guest.call("fd_pread", 0, Guest.IOVEC, 0, 0, Guest.RESULT));
        assertEquals(Errno.SPIPE, guest.call("fd_pwrite", 1, Guest.IOVEC, 0, 0, Guest.RESULT));
    }

    @Test
    void directoriesHaveNoBytes() {
        assertEquals("ISDIR", guest.read(Guest.ROOT, 1));
        assertEquals(Errno.ISDIR, guest.write(Guest.ROOT, "x"));
        assertEquals(Errno.ISDIR, seek(Guest.ROOT, 0, SET));
        assertEquals(Errno.ISDIR, guest.call("fd_tell", Guest.ROOT, Guest.RESULT));
    }

    @Test
    void whatIsNotOpenIsABadDescriptor() {
        assertEquals("BADF", guest.read(99, 1));
        assertEquals(Errno.BADF, guest.write(-1, "x"));
        assertEquals(Errno.BADF, guest.call("fd_tell", 4, Guest.RESULT));
        assertEquals(Errno.SUCCESS, guest.close(1));
        assertEquals(Errno.BADF, guest.write(1, "x"));
        assertEquals(Errno.BADF, guest.close(1));
    }

    @Test
    void buffersOutOfMemoryAreFaultsAndNothingIsDone() throws IOException {
        int fd = file("abcdef");
        int end = (int) guest.memory.size();
        guest.iovec(end - 1, 2);

        assertEquals(Errno.FAULT, guest.call("fd_read", fd, Guest.IOVEC, 1, Guest.RESULT));
        assertEquals(Errno.FAULT, guest.call("fd_write", fd, Guest.IOVEC, 1, Guest.RESULT));
        assertEquals(Errno.FAULT, guest.call("fd_write", 1, Guest.IOVEC, 1, Guest.RESULT));
        assertEquals(Errno.FAULT, guest.call("fd_write", fd, end - 4, 1, Guest.RESULT));
        guest.iovec(Guest.DATA, 2);
        assertEquals(Errno.FAULT, guest.call("fd_write", fd, Guest.IOVEC, 1, end - 2));
        assertEquals("abcdef", content());
    }

    @Test
    void synchronisedWritesArrive() throws IOException {
        int fd = file("");
        guest.call("fd_fdstat_set_flags", fd, Flags.FD_SYNC | Flags.FD_DSYNC);

        assertEquals(Errno.SUCCESS, guest.write(fd, "x"));
        assertEquals(Errno.SUCCESS, guest.call("fd_sync", fd));
        assertEquals(Errno.SUCCESS, guest.call("fd_datasync", fd));
        assertEquals(Errno.SUCCESS, guest.call("fd_sync", Guest.ROOT));
        assertEquals("x", content());
    }
}
