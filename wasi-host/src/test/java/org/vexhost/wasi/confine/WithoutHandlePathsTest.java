package org.vexhost.wasi.confine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant.Sharing;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.quota.CallHandles;
import org.vexhost.wasi.quota.HostHandles;

/** What is left where {@code /proc} is not mounted, as in some containers, and on other systems. */
@DisplayName("Where open handles have no paths")
class WithoutHandlePathsTest {

    private static final Path NAME = Path.of("name");

    private final CallHandles handles = new CallHandles(new HostHandles(100));
    @TempDir Path base;
    private Path granted = Path.of("");
    private Directory root;

    @BeforeEach
    void open() throws IOException {
        granted = Files.createDirectory(base.toRealPath().resolve("granted"));
        root = open(Sharing.EXCLUSIVE);
    }

    private Directory open(Sharing sharing) throws IOException {
        ProcHandles none = new ProcHandles(base.resolve("no-proc"));
        return Directory.openRoot(granted, new Opener(sharing, handles, none));
    }

    @AfterEach
    void everyHandleIsGivenBack() throws IOException {
        root.close();
        assertEquals(0, handles.taken());
    }

    private static void refused(Errno errno, Executable attempt) {
        assertEquals(errno, assertThrows(ErrnoException.class, attempt).errno());
    }

    private Located walk(String path) throws IOException, InterruptedException {
        return Walk.to(root, path.getBytes(StandardCharsets.UTF_8), Ending.FOLLOW, () -> {});
    }

    @Test
    void filesAreMadeReadListedRenamedAndRemoved() throws IOException {
        try (OpenFile file =
                root.openFile(
                        NAME,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE))) {
            assertEquals(4, file.channel().write(ByteBuffer.wrap(new byte[4]), 0));
            assertEquals(4, file.stat().size());
            assertEquals(FileType.REGULAR_FILE, file.stat().type());
        }
        assertEquals(4, root.stat(NAME).size());
        assertEquals(root.facts(NAME).inode(), root.stat(NAME).inode());
        Path other = Path.of("other");
        root.rename(NAME, root, other);
        try (Listing listing = root.list()) {
            assertEquals(Optional.of(other), listing.next());
            assertEquals(Optional.empty(), listing.next());
        }
        root.removeFile(other);
        assertFalse(Files.exists(granted.resolve("other")));
    }

    @Test
    void directoriesAreWalkedAndRemoved() throws IOException, InterruptedException {
        Files.createDirectories(granted.resolve("a/b"));
        try (Located located = walk("a/./b/../b/x")) {
            assertEquals(Optional.of(Path.of("x")), located.name());
            assertEquals(2, located.depth());
        }
        refused(Errno.NOTCAPABLE, () -> walk("a/../../x"));
        try (Located located = walk("a/b")) {
            located.directory().removeDirectory(Path.of("b"));
        }
        assertArrayEquals(new String[0], granted.resolve("a").toFile().list());
        assertEquals(FileType.DIRECTORY, root.stat().type());
    }

    @Test
    void whatNeedsAPathIsNotSupported() throws IOException {
        Files.createFile(granted.resolve("name"));
        refused(Errno.NOTSUP, () -> root.createDirectory(Path.of("dir")));
        refused(Errno.NOTSUP, () -> root.createLink(Path.of("link"), NAME));
        refused(Errno.NOTSUP, () -> root.createHardLink(NAME, root, Path.of("hard")));
        try (OpenFile file = root.openFile(NAME, Set.of(StandardOpenOption.READ))) {
            Optional<FileTime> now = Optional.of(FileTime.fromMillis(0));
            refused(Errno.NOTSUP, () -> file.setTimes(now, now));
        }
        assertArrayEquals(new String[] {"name"}, granted.toFile().list());
    }

    @Test
    void timesOfNamesAreSetByTheirDirectory() throws IOException {
        Files.createFile(granted.resolve("name"));
        root.setTimes(NAME, Optional.empty(), Optional.of(FileTime.fromMillis(1000)));
        assertEquals(1_000_000_000, root.facts(NAME).modified());
        root.setTimes(Optional.empty(), Optional.of(FileTime.fromMillis(2000)));
        assertEquals(2_000_000_000, root.facts().modified());
    }

    @Test
    void linksAreNeverFollowed() throws IOException {
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(granted.resolve("out"), outside);
        Files.createSymbolicLink(granted.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(granted.resolve("inside"), Path.of("."));
        refused(Errno.NOTSUP, () -> walk("out/secret"));
        refused(Errno.NOTSUP, () -> walk("file"));
        refused(Errno.NOTSUP, () -> walk("inside/x"));
        refused(Errno.NOTDIR, () -> root.openDirectory(Path.of("out")));
        refused(Errno.LOOP, () -> root.openFile(Path.of("file"), Set.of(StandardOpenOption.READ)));
        assertTrue(root.stat(Path.of("file")).type() == FileType.SYMBOLIC_LINK);
    }

    @Test
    void nothingIsOpenedInASharedDirectory() throws IOException {
        Files.createFile(granted.resolve("name"));
        try (Directory shared = open(Sharing.SHARED)) {
            refused(Errno.AGAIN, () -> shared.openFile(NAME, Set.of(StandardOpenOption.READ)));
        }
    }

    @Test
    void aGrantedPathThatBecameALinkIsRefused() throws IOException {
        Path moved = base.resolve("moved");
        Files.move(granted, moved);
        Files.createSymbolicLink(granted, moved);
        refused(Errno.NOTDIR, () -> open(Sharing.EXCLUSIVE).close());
    }
}
