package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Every known way out of a granted directory is closed. */
class EscapeTest {

    private static final int BOTH = Flags.TIME_ACCESS | Flags.TIME_MODIFIED;

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base);
        guest = sandbox.guest;
        Files.createDirectory(sandbox.outside.resolve("empty"));
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
        assertEquals(Sandbox.SECRET, Files.readString(sandbox.outside.resolve("secret")));
        try (var left = Files.list(sandbox.outside)) {
            assertEquals(2, left.count(), "nothing was made or removed outside");
        }
    }

    private static String out(String prefix) {
        return prefix + "../outside";
    }

    /** Tries everything on a path that leads to the outside directory. */
    private void assertRefused(String path) throws IOException {
        String secret = path + "/secret";
        long modified = Files.getLastModifiedTime(sandbox.outside.resolve("secret")).toMillis();

        assertEquals("NOTCAPABLE", guest.content(secret));
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(Guest.ROOT, secret, Flags.OPEN_TRUNCATE, Rights.FD_WRITE).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(Guest.ROOT, path + "/new", Flags.OPEN_CREATE, Rights.FD_WRITE).errno());
        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(Guest.ROOT, path, Flags.OPEN_DIRECTORY, Rights.FD_READDIR).errno());
        assertEquals(Errno.NOTCAPABLE, guest.createDirectory(path + "/new"));
        assertEquals(Errno.NOTCAPABLE, guest.removeDirectory(path + "/empty"));
        assertEquals(Errno.NOTCAPABLE, guest.unlink(secret));
        assertEquals(Errno.NOTCAPABLE, guest.stat(secret, 0));
        assertEquals(Errno.NOTCAPABLE, guest.stat(path + "/", 0));
        assertEquals("NOTCAPABLE", guest.readlink(secret));
        assertEquals(Errno.NOTCAPABLE, guest.rename("mine", path + "/new"));
        assertEquals(Errno.NOTCAPABLE, guest.rename(secret, "stolen"));
        assertEquals(Errno.NOTCAPABLE, guest.link(secret, "stolen"));
        assertEquals(Errno.NOTCAPABLE, guest.link("mine", path + "/new"));
        assertEquals(Errno.NOTCAPABLE, guest.symlink("mine", path + "/new"));
        int length = guest.text(Guest.PATH, secret);
        assertEquals(
                Errno.NOTCAPABLE,
                guest.call("path_filestat_set_times", 3, 0, Guest.PATH, length, 1, 1, BOTH));
        assertEquals(
                modified, Files.getLastModifiedTime(sandbox.outside.resolve("secret")).toMillis());
        assertFalse(sandbox.context.denials.isEmpty());
    }

    @Test
    void absolutePaths() throws IOException {
        sandbox.file("mine", "");

        assertRefused(sandbox.outside.toString());
        assertRefused("/");
        assertRefused("//");
    }

    @Test
    void parentsOfTheGrantedDirectory() throws IOException {
        sandbox.file("mine", "");
        sandbox.directory("a/b");

        assertRefused(out(""));
        assertRefused(out("./"));
        assertRefused(out("a/../"));
        assertRefused(out("a/b/../../"));
        assertRefused(out("a/b/..//../"));
        assertEquals(Errno.NOTCAPABLE, guest.open(Guest.ROOT, "..", 0, Rights.FD_READDIR).errno());
        assertEquals(Errno.NOTCAPABLE, guest.removeDirectory("../inside"));
        assertEquals(Errno.NOTCAPABLE, guest.rename("../inside", "x"));
    }

    @Test
    void parentsOfAnOpenDirectory() throws IOException {
        sandbox.file("file", "not below a");
        sandbox.directory("a");
        int fd = guest.opened(Guest.ROOT, "a", Flags.OPEN_DIRECTORY, Rights.PATH_OPEN);

        assertEquals(Errno.NOTCAPABLE, guest.open(fd, "../file", 0, Rights.FD_READ).errno());
        assertEquals(Errno.NOTCAPABLE, guest.open(fd, "..", 0, 0).errno());
    }

    @Test
    void aLinkWithAnAbsoluteTarget() throws IOException {
        sandbox.file("mine", "");
        sandbox.link("link", sandbox.outside.toString());

        assertRefused("link");
        assertRefused("./link/.");
    }

    @Test
    void aLinkWithAnAbsoluteTargetInside() throws IOException {
        sandbox.file("mine", "inside");
        sandbox.link("link", sandbox.inside.resolve("mine").toString());

        assertEquals("NOTCAPABLE", guest.content("link"));
        assertEquals(sandbox.inside.resolve("mine").toString(), guest.readlink("link"));
    }

    @Test
    void aLinkWithARelativeTarget() throws IOException {
        sandbox.file("mine", "");
        sandbox.link("link", "../outside");
        sandbox.directory("a/b");
        sandbox.link("a/b/link", "../../../outside");

        assertRefused("link");
        assertRefused("a/b/link");
    }

    @Test
    void aLinkToALinkThatLeadsOut() throws IOException {
        sandbox.file("mine", "");
        sandbox.directory("a");
        sandbox.link("a/second", "../first");
        sandbox.link("first", "a/../../outside");

        assertRefused("a/second");
    }

    @Test
    void aLinkToTheParentThenDown() throws IOException {
        sandbox.file("mine", "");
        sandbox.link("up", "..");
        sandbox.link("self", ".");

        assertRefused("up/outside");
        assertRefused("self/self/../outside");
    }

    @Test
    void aFinalLinkToAFileOutside() throws IOException {
        sandbox.link("absolute", sandbox.outside.resolve("secret").toString());
        sandbox.link("relative", "../outside/secret");

        for (String link : List.of("absolute", "relative")) {
            assertEquals("NOTCAPABLE", guest.content(link));
            assertEquals(
                    Errno.LOOP, guest.open(Guest.ROOT, link, 0, 0, Rights.FD_READ, 0, 0).errno());
            assertEquals(
                    Errno.LOOP,
                    guest.open(Guest.ROOT, link, 0, Flags.OPEN_TRUNCATE, Rights.FD_WRITE, 0, 0)
                            .errno());
            assertEquals(Errno.NOTCAPABLE, guest.stat(link, Flags.LOOKUP_FOLLOW));
            int length = guest.text(Guest.PATH, link);
            assertEquals(
                    Errno.NOTCAPABLE,
                    guest.call("path_filestat_set_times", 3, 1, Guest.PATH, length, 1, 1, BOTH));
        }
    }

    @Test
    void aDanglingLinkThatWouldMakeAFileOutside() throws IOException {
        sandbox.link("link", "../outside/new");

        assertEquals(
                Errno.NOTCAPABLE,
                guest.open(Guest.ROOT, "link", Flags.OPEN_CREATE, Rights.FD_WRITE).errno());
    }

    @Test
    void aHardLinkToALinkStaysALink() throws IOException {
        sandbox.link("link", "../outside/secret");

        assertEquals(Errno.SUCCESS, guest.link("link", "copy"));
        assertTrue(Files.isSymbolicLink(sandbox.inside.resolve("copy")));
        assertEquals("NOTCAPABLE", guest.content("copy"));
    }

    @Test
    void linksThatLeadOutAreNotMade() throws IOException {
        sandbox.directory("a");

        assertEquals(Errno.NOTCAPABLE, guest.symlink("../outside", "link"));
        assertEquals(Errno.NOTCAPABLE, guest.symlink("/etc", "link"));
        assertEquals(Errno.NOTCAPABLE, guest.symlink("../../outside", "a/link"));
        assertEquals(Errno.NOTCAPABLE, guest.symlink("x/../..", "link"));
        assertEquals(Errno.SUCCESS, guest.symlink("../x", "a/link"));
        int fd = guest.opened(Guest.ROOT, "a", Flags.OPEN_DIRECTORY, Rights.DIRECTORY);
        int target = guest.text(Guest.PATH, "../x");
        int name = guest.text(Guest.PATH2, "two");
        assertEquals(
                Errno.SUCCESS,
                guest.call("path_symlink", Guest.PATH, target, fd, Guest.PATH2, name));
        target = guest.text(Guest.PATH, "../../x");
        assertEquals(
                Errno.NOTCAPABLE,
                guest.call("path_symlink", Guest.PATH, target, fd, Guest.PATH2, name));
    }

    @Test
    void anOpenDirectoryThatIsMovedStaysTheSame() throws IOException {
        sandbox.file("a/b/file", "content");
        int fd = guest.opened(Guest.ROOT, "a/b", Flags.OPEN_DIRECTORY, Rights.DIRECTORY);
        Files.move(sandbox.inside.resolve("a/b"), sandbox.inside.resolve("moved"));
        Files.createSymbolicLink(sandbox.inside.resolve("a/b"), sandbox.outside);

        assertEquals(Errno.SUCCESS, guest.open(fd, "file", 0, Rights.FD_READ).errno());
        assertEquals(Errno.NOENT, guest.open(fd, "secret", 0, Rights.FD_READ).errno());
        assertEquals(Errno.NOTCAPABLE, guest.open(fd, "../file", 0, Rights.FD_READ).errno());
        assertEquals("NOTCAPABLE", guest.content("a/b/secret"));
    }

    @Test
    void theGrantedDirectoryItselfStays() {
        assertEquals(Errno.INVAL, guest.removeDirectory("."));
        assertEquals(Errno.INVAL, guest.removeDirectory("./"));
        assertEquals(Errno.BUSY, guest.rename(".", "x"));
        assertEquals(Errno.ISDIR, guest.unlink("."));
        assertTrue(Files.isDirectory(sandbox.inside));
    }

    @Test
    @DisplayName("a granted directory inside another stays, and so does what leads to it")
    void aGrantedDirectoryInsideAnother() throws IOException {
        sandbox.directory("a/b");
        sandbox.directory("free/full");
        FakeContext context = new FakeContext();
        context.grant(
                Grant.FileSystem.of("/data", sandbox.inside, Grant.Access.READ_WRITE),
                Grant.FileSystem.of("/sub", sandbox.inside.resolve("a/b"), Grant.Access.READ));
        try (Guest both = new Guest(new WasiModule(), context)) {
            assertEquals(Errno.BUSY, both.removeDirectory("a/b"));
            assertEquals(Errno.BUSY, both.rename("a/b", "x"));
            assertEquals(Errno.BUSY, both.rename("a", "x"));
            assertEquals(Errno.BUSY, both.rename("free", "a/b"));
            assertEquals(Errno.SUCCESS, both.rename("free", "x"));
        }
    }

    @Test
    void namesAreNotMovedOrLinkedFromOneGrantToAnother() throws IOException {
        sandbox.file("mine", "");
        Path other = Files.createDirectory(base.resolve("other"));
        FakeContext context = new FakeContext();
        context.grant(
                Grant.FileSystem.of("/data", sandbox.inside, Grant.Access.READ_WRITE),
                Grant.FileSystem.of("/other", other, Grant.Access.READ_WRITE));
        try (Guest both = new Guest(new WasiModule(), context)) {
            int from = both.text(Guest.PATH, "mine");
            int to = both.text(Guest.PATH2, "new");
            assertEquals(
                    Errno.XDEV, both.call("path_rename", 3, Guest.PATH, from, 4, Guest.PATH2, to));
            assertEquals(
                    Errno.XDEV, both.call("path_link", 3, 0, Guest.PATH, from, 4, Guest.PATH2, to));
        }
    }

    @Test
    void listingsShowNothingOfTheParent() throws IOException {
        int fd = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
        Object inode = Files.getAttribute(sandbox.inside, "unix:ino");

        assertEquals(inode, guest.list(fd, 4096).get(0).inode());
        assertEquals(inode, guest.list(fd, 4096).get(1).inode());
        assertTrue(Files.exists(sandbox.inside, LinkOption.NOFOLLOW_LINKS));
    }
}
