package org.vexhost.wasi.calls.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

class PathsTest {

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

    private boolean exists(String name) {
        return Files.exists(sandbox.inside.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void directoriesAreMade() throws IOException {
        sandbox.link("dangling", "missing");

        assertEquals(Errno.SUCCESS, guest.createDirectory("a"));
        assertEquals(Errno.SUCCESS, guest.createDirectory("a/b/"));
        assertTrue(Files.isDirectory(sandbox.inside.resolve("a/b")));
        assertEquals(Errno.EXIST, guest.createDirectory("a"));
        assertEquals(Errno.EXIST, guest.createDirectory("."));
        assertEquals(Errno.EXIST, guest.createDirectory("dangling"));
        assertEquals(Errno.NOENT, guest.createDirectory("x/y"));
        assertEquals(Errno.NAMETOOLONG, guest.createDirectory("x".repeat(256)));
    }

    @Test
    void emptyDirectoriesAreRemoved() throws IOException {
        sandbox.directory("a/b");
        sandbox.file("file", "");
        sandbox.link("link", "a/b");

        assertEquals(Errno.NOTEMPTY, guest.removeDirectory("a"));
        assertEquals(Errno.NOTDIR, guest.removeDirectory("file"));
        assertEquals(Errno.NOTDIR, guest.removeDirectory("file/"));
        assertEquals(Errno.NOTDIR, guest.removeDirectory("link"));
        assertEquals(Errno.NOTDIR, guest.removeDirectory("link/"));
        assertEquals(Errno.NOENT, guest.removeDirectory("missing"));
        assertEquals(Errno.INVAL, guest.removeDirectory("."));
        assertEquals(Errno.INVAL, guest.removeDirectory("a/."));
        assertEquals(Errno.SUCCESS, guest.removeDirectory("a/b/"));
        assertEquals(Errno.SUCCESS, guest.removeDirectory("a"));
        assertFalse(exists("a"));
    }

    @Test
    void filesAndLinksAreUnlinked() throws IOException {
        sandbox.file("file", "");
        sandbox.directory("dir");
        sandbox.link("link", "dir");
        sandbox.link("dangling", "missing");

        assertEquals(Errno.ISDIR, guest.unlink("dir"));
        assertEquals(Errno.ISDIR, guest.unlink("dir/"));
        assertEquals(Errno.ISDIR, guest.unlink("."));
        assertEquals(Errno.NOTDIR, guest.unlink("file/"));
        assertEquals(Errno.NOTDIR, guest.unlink("link/"));
        assertEquals(Errno.NOENT, guest.unlink("missing"));
        assertEquals(Errno.SUCCESS, guest.unlink("file"));
        assertEquals(Errno.SUCCESS, guest.unlink("link"));
        assertEquals(Errno.SUCCESS, guest.unlink("dangling"));
        assertTrue(exists("dir"));
        assertFalse(exists("link"));
    }

    @Test
    void filesAreRenamed() throws IOException {
        sandbox.file("file", "new");
        sandbox.file("old", "old");
        sandbox.directory("dir");

        assertEquals(Errno.ISDIR, guest.rename("file", "dir"));
        assertEquals(Errno.NOTDIR, guest.rename("file", "x/".replace("x", "old")));
        assertEquals(Errno.NOTDIR, guest.rename("file/", "x"));
        assertEquals(Errno.NOENT, guest.rename("missing", "x"));
        assertEquals(Errno.NOENT, guest.rename("file", "missing/x"));
        assertEquals(Errno.SUCCESS, guest.rename("file", "file"));
        assertEquals(Errno.SUCCESS, guest.rename("file", "old"));
        assertEquals("new", guest.content("old"));
        assertEquals(Errno.SUCCESS, guest.rename("old", "dir/moved"));
        assertEquals("new", guest.content("dir/moved"));
        assertFalse(exists("old"));
    }

    @Test
    void directoriesAreRenamed() throws IOException {
        sandbox.file("a/file", "");
        sandbox.file("full/file", "");
        sandbox.directory("empty");

        assertEquals(Errno.NOTEMPTY, guest.rename("a", "full"));
        assertEquals(Errno.NOTDIR, guest.rename("a", "full/file"));
        assertEquals(Errno.INVAL, guest.rename("a", "a/b"));
        assertEquals(Errno.BUSY, guest.rename(".", "x"));
        assertEquals(Errno.BUSY, guest.rename("a", "."));
        assertEquals(Errno.SUCCESS, guest.rename("a/", "empty/"));
        assertTrue(exists("empty/file"));
        assertEquals(Errno.SUCCESS, guest.rename("empty", "b/"));
        assertTrue(exists("b/file"));
    }

    @Test
    void linksAreRenamedThemselves() throws IOException {
        sandbox.file("file", "");
        sandbox.link("link", "file");

        assertEquals(Errno.SUCCESS, guest.rename("link", "moved"));
        assertTrue(Files.isSymbolicLink(sandbox.inside.resolve("moved")));
        assertTrue(exists("file"));
    }

    @Test
    void attributesAreThoseOfTheLinkOrOfItsTarget() throws IOException {
        sandbox.file("file", "12345");
        sandbox.directory("dir");
        sandbox.link("link", "file");
        sandbox.link("dangling", "missing");
        sandbox.link("dirlink", "dir");

        assertEquals(Errno.SUCCESS, guest.stat("link", Flags.LOOKUP_FOLLOW));
        assertEquals(5, guest.stat().size());
        assertEquals(Errno.SUCCESS, guest.stat("link", 0));
        assertEquals(FileType.SYMBOLIC_LINK.code(), guest.stat().type());
        assertEquals(4, guest.stat().size());
        assertEquals(Errno.NOENT, guest.stat("dangling", Flags.LOOKUP_FOLLOW));
        assertEquals(Errno.SUCCESS, guest.stat("dangling", 0));
        assertEquals(Errno.SUCCESS, guest.stat("dirlink/", 0));
        assertEquals(FileType.DIRECTORY.code(), guest.stat().type());
        assertEquals(Errno.NOTDIR, guest.stat("file/", 0));
        assertEquals(Errno.NOTDIR, guest.stat("link/", 0));
        assertEquals(Errno.SUCCESS, guest.stat(".", 0));
        assertEquals(FileType.DIRECTORY.code(), guest.stat().type());
        assertEquals(Errno.NOENT, guest.stat("missing", 0));
    }

    @Test
    void timesAreThoseOfTheLinkOrOfItsTarget() throws IOException {
        Path file = sandbox.file("file", "12345");
        Path link = sandbox.link("link", "file");
        int both = Flags.TIME_ACCESS | Flags.TIME_MODIFIED;
        int length = guest.text(Guest.PATH, "link");
        long before = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        String function = "path_filestat_set_times";

        assertEquals(
                Errno.SUCCESS, guest.call(function, 3, 0, Guest.PATH, length, 1000, 2000, both));
        assertEquals(before, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
        assertEquals(
                2000,
                Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)
                        .to(TimeUnit.NANOSECONDS));
        assertEquals(
                Errno.SUCCESS, guest.call(function, 3, 1, Guest.PATH, length, 3001, 4001, both));
        assertEquals(4001, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
        assertEquals(Errno.INVAL, guest.call(function, 3, 1, Guest.PATH, length, 3001, 4001, 15));
        assertEquals(
                Errno.NOENT,
                guest.call(function, 3, 1, Guest.PATH, guest.text(Guest.PATH, "no"), 1, 1, both));
        assertEquals(
                Errno.SUCCESS,
                guest.call(function, 3, 1, Guest.PATH, guest.text(Guest.PATH, "."), 5, 6, both));
        assertEquals(6, Files.getLastModifiedTime(sandbox.inside).to(TimeUnit.NANOSECONDS));
    }

    @Test
    void hardLinksAreMade() throws IOException {
        sandbox.file("file", "content");
        sandbox.directory("dir");
        sandbox.link("link", "file");
        sandbox.link("dangling", "missing");

        assertEquals(Errno.SUCCESS, guest.link("file", "dir/other"));
        assertEquals("content", guest.content("dir/other"));
        assertEquals(Errno.EXIST, guest.link("file", "dir/other"));
        assertEquals(Errno.EXIST, guest.link("file", "dir"));
        assertEquals(Errno.PERM, guest.link("dir", "x"));
        assertEquals(Errno.NOENT, guest.link("missing", "x"));
        assertEquals(Errno.NOENT, guest.link("file", "x/"));
        assertEquals(Errno.NOTDIR, guest.link("file/", "x"));
        assertEquals(Errno.SUCCESS, guest.link("dangling", "second"));
        assertTrue(Files.isSymbolicLink(sandbox.inside.resolve("second")));
        int from = guest.text(Guest.PATH, "link");
        int to = guest.text(Guest.PATH2, "followed");
        assertEquals(
                Errno.INVAL, guest.call("path_link", 3, 1, Guest.PATH, from, 3, Guest.PATH2, to));
    }

    @Test
    void symbolicLinksAreMadeAndRead() throws IOException {
        sandbox.file("file", "content");
        sandbox.directory("dir");

        assertEquals(Errno.SUCCESS, guest.symlink("../file", "dir/link"));
        assertEquals("../file", guest.readlink("dir/link"));
        assertEquals("content", guest.content("dir/link"));
        assertEquals(Errno.SUCCESS, guest.symlink("missing", "dangling"));
        assertEquals("missing", guest.readlink("dangling"));
        assertEquals(Errno.EXIST, guest.symlink("x", "file"));
        assertEquals(Errno.EXIST, guest.symlink("x", "dir/"));
        assertEquals(Errno.NOENT, guest.symlink("x", "new/"));
        assertEquals(Errno.NOTDIR, guest.symlink("x", "file/"));
        assertEquals(Errno.NOENT, guest.symlink("", "new"));
        assertEquals("INVAL", guest.readlink("file"));
        assertEquals("INVAL", guest.readlink("."));
        assertEquals("NOENT", guest.readlink("missing"));
        int length = guest.text(Guest.PATH, "dangling");
        guest.text(Guest.DATA, "........");
        assertEquals(
                Errno.SUCCESS,
                guest.call("path_readlink", 3, Guest.PATH, length, Guest.DATA, 4, Guest.RESULT));
        assertEquals(4, guest.resultInt());
        assertEquals("miss....", guest.text(Guest.DATA, 8));
    }

    @Test
    void listingsAreWholeWhateverTheBuffer() throws IOException {
        sandbox.file("file", "");
        sandbox.directory("dir");
        sandbox.link("dangling", "missing");
        sandbox.link("self", "self");
        IntStream.range(0, 200).forEach(i -> guest.create("name-" + "x".repeat(i % 50) + i, ""));
        int fd = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);

        for (int buffer : new int[] {100, 333, 4096, 1 << 20}) {
            List<Guest.Dirent> entries = guest.list(fd, buffer);
            assertEquals(206, entries.size(), "buffer " + buffer);
            assertEquals(206, entries.stream().map(Guest.Dirent::name).distinct().count());
            assertEquals(".", entries.get(0).name());
            assertEquals("..", entries.get(1).name());
            assertEquals(FileType.SYMBOLIC_LINK.code(), type(entries, "self"));
            assertEquals(FileType.SYMBOLIC_LINK.code(), type(entries, "dangling"));
            assertEquals(FileType.DIRECTORY.code(), type(entries, "dir"));
            assertEquals(FileType.REGULAR_FILE.code(), type(entries, "file"));
        }
    }

    private static int type(List<Guest.Dirent> entries, String name) {
        return entries.stream().filter(each -> each.name().equals(name)).findFirst().get().type();
    }

    @Test
    void positionsInAListingStayWhileNamesGo() throws IOException {
        IntStream.range(0, 20).forEach(i -> guest.create("f" + i, ""));
        int fd = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
        long cookie = guest.list(fd, 4096).get(11).next();
        guest.call("fd_readdir", fd, Guest.DATA, 100, 0, Guest.RESULT);
        IntStream.range(0, 20).forEach(i -> guest.unlink("f" + i));

        assertEquals(
                Errno.SUCCESS,
                guest.call("fd_readdir", fd, Guest.DATA, 4096, cookie, Guest.RESULT));
        assertEquals(0, guest.resultInt());
        assertEquals(
                Errno.SUCCESS, guest.call("fd_readdir", fd, Guest.DATA, 4096, -1, Guest.RESULT));
        assertEquals(0, guest.resultInt());
        assertEquals(2, guest.list(fd, 4096).size());
    }

    @Test
    void onlyDirectoriesAreListed() throws IOException {
        sandbox.file("file", "");
        int fd = guest.opened(Guest.ROOT, "file", 0, Rights.FD_READ);

        assertEquals(Errno.NOTDIR, guest.call("fd_readdir", fd, Guest.DATA, 10, 0, Guest.RESULT));
        assertEquals(Errno.NOTDIR, guest.call("fd_readdir", 0, Guest.DATA, 10, 0, Guest.RESULT));
        assertEquals(
                Errno.FAULT, guest.call("fd_readdir", 3, Guest.DATA, 0x7FFF_FFFF, 0, Guest.RESULT));
    }

    @Test
    void filesOfOtherKindsAreShownButNotOpened() throws Exception {
        Path fifo = sandbox.inside.resolve("fifo");
        Process process = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assertEquals(0, process.waitFor());

        assertEquals("NOTSUP", guest.content("fifo"));
        assertEquals(
                Errno.NOTSUP,
                guest.open(Guest.ROOT, "fifo", Flags.OPEN_CREATE, Rights.FD_WRITE).errno());
        assertEquals("NOTDIR", guest.content("fifo/x"));
        assertEquals(Errno.SUCCESS, guest.stat("fifo", 0));
        assertEquals(FileType.UNKNOWN.code(), guest.stat().type());
        int length = guest.text(Guest.PATH, "fifo");
        assertEquals(
                Errno.NOTSUP,
                guest.call("path_filestat_set_times", 3, 0, Guest.PATH, length, 1, 1, 5));
        int fd = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
        assertEquals(FileType.UNKNOWN.code(), type(guest.list(fd, 4096), "fifo"));
        assertEquals(Errno.SUCCESS, guest.unlink("fifo"));
    }
}
