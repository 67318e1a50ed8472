package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that was looked at")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfinedFilesTest {

    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir Path home;
    private Path tools;
    private ConfinedFiles files;

    @BeforeEach
    void makeFolder() throws Exception {
        tools = Files.createDirectories(home.resolve("tools"));
        files = new ConfinedFiles(tools);
    }

    private FileState look(String path) {
        return FileSnapshot.at(tools.resolve(path)).state();
    }

    private FileState write(String path) throws Exception {
        Path file = tools.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, TEXT);
        return look(path);
    }

    private void requireChanged(FileState seen) {
        ArtifactException changed =
                assertThrows(ArtifactException.class, () -> files.read(seen, 100));
        assertEquals(Defect.Kind.CUT_SHORT, changed.defect().kind());
        assertEquals(
                "'%s' changed while it was read".formatted(FileNames.of(seen.path())),
                changed.defect().text());
    }

    private void requireRefused(FileState seen) {
        ArtifactException refused =
                assertThrows(ArtifactException.class, () -> files.read(seen, 100));
        assertEquals(Defect.Kind.REFUSED, refused.defect().kind());
    }

    @Test
    void isReadWhole() throws Exception {
        assertArrayEquals(TEXT, files.read(write("a"), 4));
        assertArrayEquals(TEXT, files.read(write("x/y/z/a"), 4));
    }

    @Test
    void isReadThroughLinksThatStayInside() throws Exception {
        write("x/a");
        Files.createSymbolicLink(tools.resolve("y"), Path.of("x"));
        Files.createSymbolicLink(tools.resolve("b"), Path.of("y/a"));
        assertArrayEquals(TEXT, files.read(look("y/a"), 4));
        assertArrayEquals(TEXT, files.read(look("b"), 4));
    }

    @Test
    void isReadWhereTheFolderItselfIsReachedThroughALink() throws Exception {
        write("x/a");
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("tools"));
        FileState seen = FileSnapshot.at(link.resolve("x/a")).state();
        assertArrayEquals(TEXT, new ConfinedFiles(link).read(seen, 4));
    }

    @Test
    void isRefusedOverItsBound() throws Exception {
        requireRefused(
                new FileState(tools, 101, FileTime.fromMillis(0), FileTime.fromMillis(0), ""));
    }

    @Test
    void isNotReadOnceItIsAnotherFile() throws Exception {
        FileState seen = write("a");
        Files.write(tools.resolve("b"), TEXT);
        Files.setLastModifiedTime(tools.resolve("b"), seen.modified());
        Files.move(tools.resolve("a"), tools.resolve("c"));
        Files.move(tools.resolve("b"), tools.resolve("a"));
        requireChanged(seen);
    }

    @Test
    void isNotReadOnceItHasAnotherSize() throws Exception {
        FileState seen = write("a");
        Files.writeString(tools.resolve("a"), "longer text");
        requireChanged(seen);
    }

    @Test
    void isNotReadOnceItIsAFifo() throws Exception {
        FileState seen = write("a");
        Files.delete(tools.resolve("a"));
        Process made = new ProcessBuilder("mkfifo", tools.resolve("a").toString()).start();
        assumeTrue(made.waitFor() == 0, "this system has no mkfifo");
        requireChanged(seen);
    }

    @Test
    void isNotReadOnceItIsALinkThatLeavesTheFolder() throws Exception {
        FileState seen = write("a");
        Files.write(home.resolve("secret"), TEXT);
        Files.delete(tools.resolve("a"));
        Files.createSymbolicLink(tools.resolve("a"), Path.of("../secret"));
        requireRefused(seen);
    }

    @Test
    void isNotReadOnceAFolderOnTheWayIsALinkThatLeavesTheFolder() throws Exception {
        FileState seen = write("x/a");
        Files.move(tools.resolve("x"), home.resolve("away"));
        Files.createSymbolicLink(tools.resolve("x"), Path.of("../away"));
        requireRefused(seen);
    }
}
