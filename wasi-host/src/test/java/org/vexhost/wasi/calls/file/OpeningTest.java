package org.vexhost.wasi.calls.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

class OpeningTest {

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

    private Errno open(String path, int flags, long rights) {
        return guest.open(Guest.ROOT, path, flags, rights).errno();
    }

    @Test
    void aFileIsRead() throws IOException {
        sandbox.file("a/b", "content");

        assertEquals("content", guest.content("a/b"));
        assertEquals("content", guest.content("./a/.//x/../b".replace("x/../", "")));
        assertEquals("content", guest.content("a/../a/b"));
    }

    @Test
    void aFileIsCreatedWritten() throws IOException {
        guest.create("new", "content");

        assertEquals("content", Files.readString(sandbox.inside.resolve("new")));
    }

    @Test
    void numbersAreGivenOutLowestFirst() throws IOException {
        sandbox.file("f", "");
        int first = guest.opened(Guest.ROOT, "f", 0, Rights.FD_READ);
        int second = guest.opened(Guest.ROOT, "f", 0, Rights.FD_READ);
        guest.close(first);

        assertEquals(4, first);
        assertEquals(5, second);
        assertEquals(4, guest.opened(Guest.ROOT, "f", 0, Rights.FD_READ));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(Errno.NOENT, open("missing", 0, Rights.FD_READ));
        assertEquals(Errno.NOENT, open("missing/file", Flags.OPEN_CREATE, Rights.FD_READ));
        assertEquals(Errno.NOENT, open("", 0, Rights.FD_READ));
    }

    @Test
    void aFileInPlaceOfADirectoryIsNotOne() throws IOException {
        sandbox.file("file", "");

        assertEquals(Errno.NOTDIR, open("file/x", 0, Rights.FD_READ));
        assertEquals(Errno.NOTDIR, open("file/", 0, Rights.FD_READ));
        assertEquals(Errno.NOTDIR, open("file", Flags.OPEN_DIRECTORY, 0));
        int file = guest.opened(Guest.ROOT, "file", 0, Rights.FD_READ | Rights.FD_WRITE);
        assertEquals(Errno.NOTDIR, guest.open(file, "x", 0, Rights.FD_READ).errno());
    }

    @Test
    void exclusiveCreationRefusesWhatIsThere() throws IOException {
        sandbox.file("file", "kept");
        sandbox.directory("dir");
        sandbox.link("dangling", "missing");
        int flags = Flags.OPEN_CREATE | Flags.OPEN_EXCLUSIVE;

        assertEquals(Errno.EXIST, open("file", flags, Rights.FD_WRITE));
        assertEquals(Errno.EXIST, open("dir", flags, Rights.FD_READ));
        assertEquals(Errno.EXIST, open("dangling", flags, Rights.FD_WRITE));
        assertEquals(Errno.EXIST, open(".", flags, Rights.FD_READ));
        assertEquals(Errno.SUCCESS, open("new", flags, Rights.FD_WRITE));
        assertFalse(Files.exists(sandbox.inside.resolve("missing")));
    }

    @Test
    void creatingThroughADanglingLinkMakesItsTarget() throws IOException {
        sandbox.link("dangling", "target");

        assertEquals(Errno.SUCCESS, open("dangling", Flags.OPEN_CREATE, Rights.FD_WRITE));
        assertTrue(Files.exists(sandbox.inside.resolve("target")));
    }

    @Test
    void creatingWithASlashBehindIsRefused() {
        assertEquals(Errno.ISDIR, open("new/", Flags.OPEN_CREATE, Rights.FD_WRITE));
        assertEquals(Errno.INVAL, open("new", Flags.OPEN_CREATE | Flags.OPEN_DIRECTORY, 0));
    }

    @Test
    void truncatingEmptiesAFile() throws IOException {
        sandbox.file("file", "content");

        assertEquals(Errno.SUCCESS, open("file", Flags.OPEN_TRUNCATE, Rights.FD_WRITE));
        assertEquals(0, Files.size(sandbox.inside.resolve("file")));
    }

    @Test
    void truncatingAndAppendingGoTogether() throws IOException {
        sandbox.file("file", "content");
        Guest.Opened opened =
                guest.open(
                        Guest.ROOT,
                        "file",
                        0,
                        Flags.OPEN_TRUNCATE,
                        Rights.FD_WRITE | Rights.FD_READ | Rights.FD_SEEK,
                        0,
                        Flags.FD_APPEND);

        assertEquals(Errno.SUCCESS, opened.errno());
        guest.write(opened.fd(), "one");
        guest.write(opened.fd(), "two");
        assertEquals("onetwo", Files.readString(sandbox.inside.resolve("file")));
        guest.call("fd_seek", opened.fd(), 0, 0, Guest.RESULT);
        assertEquals("onetwo", guest.read(opened.fd(), 100));
    }

    @Test
    void aDirectoryIsNotOpenedForWriting() throws IOException {
        sandbox.directory("dir");

        assertEquals(Errno.ISDIR, open("dir", 0, Rights.FD_WRITE));
        assertEquals(
                Errno.ISDIR, open(".", Flags.OPEN_DIRECTORY, Rights.FD_READ | Rights.FD_WRITE));
        assertEquals(Errno.ISDIR, open("dir", Flags.OPEN_TRUNCATE, 0));
        assertEquals(Errno.SUCCESS, open("dir", 0, Rights.FD_READ));
        assertEquals(Errno.SUCCESS, open("dir/", Flags.OPEN_DIRECTORY, 0));
    }

    @Test
    void aLinkAtTheEndIsFollowedOnlyOnRequest() throws IOException {
        sandbox.file("file", "content");
        sandbox.link("link", "file");

        assertEquals("content", guest.content("link"));
        assertEquals(
                Errno.LOOP, guest.open(Guest.ROOT, "link", 0, 0, Rights.FD_READ, 0, 0).errno());
    }

    @Test
    void linksInTheMiddleAreFollowed() throws IOException {
        sandbox.file("a/b/file", "content");
        sandbox.link("l", "a/b");
        sandbox.link("a/up", "../a/./b/");

        assertEquals("content", guest.content("l/file"));
        assertEquals("content", guest.content("a/up/file"));
        assertEquals("content", guest.content("l/../b/file"));
    }

    @Test
    void loopsOfLinksEnd() throws IOException {
        sandbox.link("self", "self");
        sandbox.link("one", "two");
        sandbox.link("two", "one");
        sandbox.link("deep", "deep/deep");

        assertEquals(Errno.LOOP, open("self", 0, Rights.FD_READ));
        assertEquals(Errno.LOOP, open("one/x", 0, Rights.FD_READ));
        assertEquals(Errno.LOOP, open("deep", 0, Rights.FD_READ));
    }

    @Test
    void pathsAreBounded() {
        assertEquals(Errno.NAMETOOLONG, open("x".repeat(256), 0, Rights.FD_READ));
        assertEquals(Errno.NAMETOOLONG, open("x".repeat(5000), 0, Rights.FD_READ));
        assertEquals(Errno.NOENT, open("x".repeat(255), 0, Rights.FD_READ));
        assertEquals(
                Errno.NAMETOOLONG,
                guest.call("path_open", 3, 0, Guest.PATH, 2_000_000, 0, 0, 0, 0, Guest.RESULT));
    }

    @Test
    void pathsThatAreNotTextAreRefused() {
        assertEquals(Errno.ILSEQ, open("file\u0000", 0, Rights.FD_READ));
        guest.bytes(Guest.PATH, new byte[] {(byte) 0xC3, 0x28});
        assertEquals(
                Errno.ILSEQ,
                guest.call("path_open", 3, 0, Guest.PATH, 2, 0, 0, 0, 0, Guest.RESULT));
    }

    @Test
    void namesInAnyScriptWork() throws IOException {
        String name = "é-日本語-😀";
        guest.create(name, "content");

        assertEquals("content", guest.content(name));
        int dir = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
        assertTrue(guest.list(dir, 4096).stream().anyMatch(each -> each.name().equals(name)));
        assertEquals(Errno.SUCCESS, guest.symlink(name, "link"));
        assertEquals(name, guest.readlink("link"));
        assertEquals("content", guest.content("link"));
        assertEquals(Errno.SUCCESS, guest.unlink(name));
    }

    @Test
    void rightsAreThoseAskedFor() throws IOException {
        sandbox.file("file", "content");
        int reader = guest.opened(Guest.ROOT, "file", 0, Rights.FD_READ);
        int writer = guest.opened(Guest.ROOT, "file", 0, Rights.FD_WRITE);

        assertEquals(Errno.NOTCAPABLE, guest.write(reader, "x"));
        assertEquals("NOTCAPABLE", guest.read(writer, 1));
        assertEquals(Errno.NOTCAPABLE, guest.call("fd_seek", reader, 1, 0, Guest.RESULT));
        guest.call("fd_fdstat_get", reader, Guest.RESULT);
        assertEquals(FileType.REGULAR_FILE.code(), guest.memory.readByte(Guest.RESULT));
        assertEquals(Rights.FD_READ, guest.memory.readLong(Guest.RESULT + 8));
    }

    @Test
    void rightsAreInherited() throws IOException {
        sandbox.file("dir/file", "content");
        Guest.Opened dir =
                guest.open(
                        Guest.ROOT,
                        "dir",
                        0,
                        Flags.OPEN_DIRECTORY,
                        Rights.PATH_OPEN,
                        Rights.FD_READ,
                        0);

        assertEquals(
                Errno.SUCCESS, guest.open(dir.fd(), "file", 0, 0, Rights.FD_READ, 0, 0).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(dir.fd(), "file", 0, 0, Rights.FD_WRITE, 0, 0).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(dir.fd(), "file", 0, 0, 0, Rights.FD_WRITE, 0).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(dir.fd(), "new", 0, Flags.OPEN_CREATE, Rights.FD_READ, 0, 0).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(dir.fd(), "file", 0, Flags.OPEN_TRUNCATE, Rights.FD_READ, 0, 0).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(dir.fd(), "file", 0, 0, Rights.FD_READ, 0, Flags.FD_SYNC).errno());
        assertEquals(Errno.NOTCAPABLE, guest.path("path_unlink_file", dir.fd(), "file"));
        assertEquals(Errno.NOTCAPABLE, guest.path("path_create_directory", dir.fd(), "d"));
        assertEquals(
                Errno.NOTCAPABLE,
                guest.call("fd_readdir", dir.fd(), Guest.DATA, 100, 0, Guest.RESULT));
    }

    @Test
    void aDirectoryWithoutTheRightToOpenOpensNothing() throws IOException {
        sandbox.file("dir/file", "content");
        Guest.Opened dir =
                guest.open(Guest.ROOT, "dir", 0, Flags.OPEN_DIRECTORY, 0, Rights.FD_READ, 0);

        assertEquals(
                Errno.NOTCAPABLE, guest.open(dir.fd(), "file", 0, 0, Rights.FD_READ, 0, 0).errno());
    }

    @Test
    void resultsAndPathsOutOfMemoryAreFaults() throws IOException {
        sandbox.file("file", "");
        long end = guest.memory.size();

        assertEquals(Errno.FAULT, guest.call("path_open", 3, 0, end, 4, 0, 0, 0, 0, Guest.RESULT));
        assertEquals(
                Errno.FAULT,
                guest.call("path_open", 3, 0, Guest.PATH, 0xFFFF_FFFFL, 0, 0, 0, 0, 64));
        guest.text(Guest.PATH, "file");
        assertEquals(
                Errno.FAULT, guest.call("path_open", 3, 0, Guest.PATH, 4, 0, 0, 0, 0, end - 3));
    }
}
