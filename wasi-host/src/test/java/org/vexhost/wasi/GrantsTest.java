package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

class GrantsTest {

    @TempDir Path base;

    private Sandbox readOnly() throws IOException {
        return Sandbox.in(
                base, Grant.Access.READ, Grant.Sharing.EXCLUSIVE, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Test
    void whatIsGrantedForReadingIsLikeAReadOnlyFileSystem() throws IOException {
        try (Sandbox sandbox = readOnly()) {
            sandbox.file("file", "content");
            sandbox.directory("dir");
            Guest guest = sandbox.guest;
            int file = guest.opened(Guest.ROOT, "file", 0, Rights.FILE & ~Rights.FD_WRITE);

            assertEquals("content", guest.read(file, 100));
            assertEquals(Errno.ROFS, open(guest, "file", 0, Rights.FD_WRITE));
            assertEquals(Errno.ROFS, open(guest, "file", Flags.OPEN_TRUNCATE, 0));
            assertEquals(Errno.ROFS, open(guest, "new", Flags.OPEN_CREATE, Rights.FD_READ));
            assertEquals(Errno.SUCCESS, open(guest, "file", Flags.OPEN_CREATE, Rights.FD_READ));
            assertEquals(Errno.ROFS, guest.createDirectory("new"));
            assertEquals(Errno.ROFS, guest.removeDirectory("dir"));
            assertEquals(Errno.ROFS, guest.unlink("file"));
            assertEquals(Errno.ROFS, guest.rename("file", "new"));
            assertEquals(Errno.ROFS, guest.link("file", "new"));
            assertEquals(Errno.ROFS, guest.symlink("file", "new"));
            assertEquals(Errno.ROFS, guest.call("fd_filestat_set_size", file, 0));
            assertEquals(Errno.ROFS, guest.call("fd_allocate", file, 0, 100));
            assertEquals(Errno.ROFS, guest.call("fd_filestat_set_times", file, 1, 1, 5));
            assertEquals(Errno.ROFS, guest.call("fd_filestat_set_times", 3, 1, 1, 5));
            int length = guest.text(Guest.PATH, "file");
            assertEquals(
                    Errno.ROFS,
                    guest.call("path_filestat_set_times", 3, 0, Guest.PATH, length, 1, 1, 5));
            assertEquals("content", Files.readString(sandbox.inside.resolve("file")));
            assertFalse(Files.exists(sandbox.inside.resolve("new")));
            assertEquals(
                    new Denial("probe", "path_open", Capability.FILE_SYSTEM, "/data"),
                    sandbox.context.denials.get(0));
        }
    }

    private static Errno open(Guest guest, String path, int flags, long rights) {
        return guest.open(Guest.ROOT, path, flags, rights).errno();
    }

    @Test
    void aRevocationEndsTheUseOfWhatIsOpen() throws IOException {
        try (Sandbox sandbox = Sandbox.in(base)) {
            sandbox.file("file", "content");
            Guest guest = sandbox.guest;
            int file = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
            int dir = guest.opened(Guest.ROOT, ".", Flags.OPEN_DIRECTORY, Rights.DIRECTORY);
            assertEquals("con", guest.read(file, 3));
            sandbox.context.grants = Grants.none();

            assertEquals("NOTCAPABLE", guest.read(file, 3));
            assertEquals(Errno.NOTCAPABLE, guest.write(file, "x"));
            assertEquals(Errno.NOTCAPABLE, guest.call("fd_seek", file, 0, 0, Guest.RESULT));
            assertEquals(Errno.NOTCAPABLE, guest.call("fd_filestat_get", file, Guest.RESULT));
            assertEquals(
                    Errno.NOTCAPABLE,
                    guest.call("fd_readdir", dir, Guest.DATA, 100, 0, Guest.RESULT));
            assertEquals("NOTCAPABLE", guest.content("file"));
            assertEquals(Errno.SUCCESS, guest.close(file));
            assertTrue(
                    sandbox.context.denials.contains(
                            new Denial("probe", "fd_read", Capability.FILE_SYSTEM, "/data")));
        }
    }

    @Test
    void aGrantThatIsNarrowedToReadingEndsWriting() throws IOException {
        try (Sandbox sandbox = Sandbox.in(base)) {
            sandbox.file("file", "content");
            Guest guest = sandbox.guest;
            int file = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
            sandbox.context.grant(Grant.FileSystem.of("/data", sandbox.inside, Grant.Access.READ));

            assertEquals(Errno.ROFS, guest.write(file, "x"));
            assertEquals(Errno.ROFS, guest.call("fd_filestat_set_size", file, 0));
            assertEquals("content", guest.read(file, 100));
        }
    }

    @Test
    void aGrantOfAnotherDirectoryForTheSamePathIsNotTheSame() throws IOException {
        try (Sandbox sandbox = Sandbox.in(base)) {
            sandbox.file("file", "content");
            Guest guest = sandbox.guest;
            int file = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
            sandbox.context.grant(
                    Grant.FileSystem.of("/data", sandbox.outside, Grant.Access.READ_WRITE));

            assertEquals("NOTCAPABLE", guest.read(file, 100));
            assertEquals("NOTCAPABLE", guest.content("secret"));
        }
    }

    @Test
    void whatTheGuestNamesIsEscapedInDenials() throws IOException {
        try (Sandbox sandbox = Sandbox.in(base)) {
            sandbox.guest.content("../\u001b[2Jx\n" + "y".repeat(1000));

            String subject = sandbox.context.denials.get(0).subject();
            assertTrue(subject.startsWith("/data: ../\\u001b[2Jx\\u000ayyy"), subject);
            assertTrue(subject.length() < 200);
        }
    }

    @Test
    void aDirectoryThatIsGoneIsNotThere() throws IOException {
        try (Sandbox sandbox = Sandbox.in(base)) {
            Files.delete(sandbox.inside);

            assertEquals("NOENT", sandbox.guest.content("file"));
            assertEquals(Errno.NOENT, sandbox.guest.call("fd_filestat_get", 3, Guest.RESULT));
        }
    }
}
