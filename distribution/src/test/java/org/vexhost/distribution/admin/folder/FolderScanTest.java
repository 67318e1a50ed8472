package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.admin.folder.FolderScan.Changes;

@DisplayName("A look at a folder")
class FolderScanTest {

    private static final Changes NOTHING = new Changes(List.of(), List.of());

    @TempDir Path home;
    private Path folder;
    private FolderScan scan;
    private long nanos;

    @BeforeEach
    void look() throws IOException {
        folder = Files.createDirectory(home.resolve("folder"));
        scan = new FolderScan(folder, name -> name.endsWith(".cfg"), false, () -> nanos);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void tellsOfAFileThatLooksTheSameTwice() throws IOException {
        assertEquals(NOTHING, scan.next());
        Path file = file("a.cfg", "a = 1\n");
        assertEquals(NOTHING, scan.next());
        file("a.cfg", "a = 1\nb = 2\n");
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void tellsAtOnceOfWhatWasThereLongBefore() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
    }

    @Test
    void tellsAtOnceOfWhatWasJustWrittenWhereThatIsWanted() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        FolderScan trusting =
                new FolderScan(folder, name -> name.endsWith(".cfg"), true, () -> nanos);
        assertEquals(new Changes(List.of(file), List.of()), trusting.next());
        file("a.cfg", "a = 1\nb = 2\n");
        assertEquals(NOTHING, trusting.next());
        assertEquals(new Changes(List.of(file), List.of()), trusting.next());
    }

    private void age(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
    }

    @Test
    void listsAFolderWhoseTimesAreTheSameOnlyAfterAWhile() throws IOException {
        Path a = file("a.cfg", "a = 1\n");
        age(a, folder);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        Path b = file("b.cfg", "b = 1\n");
        age(b, folder);
        assertEquals(NOTHING, scan.next());
        nanos += FolderScan.LIST_AFTER.toNanos() - 1;
        assertEquals(NOTHING, scan.next());
        assertEquals(NOTHING, scan.next());
        nanos += 1;
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(b), List.of()), scan.next());
    }

    @Test
    void tellsOfAnotherTimeAnotherSizeAndANameInAFolderThatWasQuiet() throws IOException {
        Path a = file("a.cfg", "a = 1\n");
        age(a, folder);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
        Files.setLastModifiedTime(a, FileTime.fromMillis(1_000_001));
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        file("a.cfg", "a = 200\n");
        Files.setLastModifiedTime(a, FileTime.fromMillis(1_000_001));
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        Path b = file("b.cfg", "b = 1\n");
        age(b);
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(b), List.of()), scan.next());
    }

    @Test
    void isSettledUntilSomethingIsPending() throws IOException {
        assertFalse(scan.isSettled());
        Path a = file("a.cfg", "a = 1\n");
        age(a, folder);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertTrue(scan.isSettled());
        assertEquals(NOTHING, scan.next());
        assertTrue(scan.isSettled());
        scan.again(a);
        assertFalse(scan.isSettled());
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertTrue(scan.isSettled());
        file("a.cfg", "a = 200\n");
        assertEquals(NOTHING, scan.next());
        assertFalse(scan.isSettled());
        // Another change may have the same time.
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertFalse(scan.isSettled());
        age(a, folder);
        assertEquals(NOTHING, scan.next());
        assertFalse(scan.isSettled());
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertTrue(scan.isSettled());
    }

    @Test
    void listsAFolderWhoseTimesAreTheSameIfAsked() throws IOException {
        Path a = file("a.cfg", "a = 1\n");
        age(a, folder);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        Path b = file("b.cfg", "b = 1\n");
        age(b, folder);
        assertEquals(NOTHING, scan.next());
        assertEquals(NOTHING, scan.next());
        scan.listAgain();
        assertEquals(NOTHING, scan.next());
        assertFalse(scan.isSettled());
        assertEquals(new Changes(List.of(b), List.of()), scan.next());
        assertTrue(scan.isSettled());
    }

    @Test
    void isNeverSettledWithALink() throws IOException {
        Path target = file("target", "a = 1\n");
        Path link = Files.createSymbolicLink(folder.resolve("a.cfg"), target.getFileName());
        age(target, folder);
        assertEquals(new Changes(List.of(link), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
        assertFalse(scan.isSettled());
    }

    @Test
    void takesAFileAgainInAFolderThatWasQuiet() throws IOException {
        Path a = file("a.cfg", "a = 1\n");
        age(a, folder);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
        scan.again(a);
        assertEquals(new Changes(List.of(a), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void tellsOfChangesAndOfTheEnd() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        scan.next();
        scan.next();
        file("a.cfg", "a = 200\n");
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
        Files.delete(file);
        assertEquals(NOTHING, scan.next());
        nanos += FolderScan.PATIENCE.toNanos() - 1;
        assertEquals(NOTHING, scan.next());
        nanos += 1;
        assertEquals(new Changes(List.of(), List.of(file)), scan.next());
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void tellsNothingOfAFileThatWasMissingForAMoment() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        scan.next();
        scan.next();
        for (int i = 0; i < 3; i++) {
            Path saved = Files.move(file, folder.resolve("a.old"));
            assertEquals(NOTHING, scan.next());
            nanos += FolderScan.PATIENCE.toNanos();
            Files.move(saved, file);
            assertEquals(NOTHING, scan.next());
        }
        Files.delete(file);
        assertEquals(NOTHING, scan.next());
        file("a.cfg", "a = 200\n");
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
    }

    @Test
    void tellsOnceMoreOfAFileThatIsAskedForAgain() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        scan.next();
        scan.next();
        scan.again(file);
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
        scan.again(file);
        file("a.cfg", "a = 200\n");
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void takesAFileOfWhichNothingIsKnownAsOneThatIsThere() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        scan.next();
        scan.next();
        Files.delete(file);
        Files.createSymbolicLink(file, file);
        Path other = file("b.cfg", "b = 1\n");
        assertEquals(NOTHING, scan.next());
        nanos += FolderScan.PATIENCE.toNanos();
        assertEquals(new Changes(List.of(file, other), List.of()), scan.next());
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void passesOverOthersHiddenOnesAndFolders() throws IOException {
        file("a.txt", "");
        file(".a.cfg", "");
        Files.createDirectory(folder.resolve("b.cfg"));
        scan.next();
        assertEquals(NOTHING, scan.next());
    }

    @Test
    void forgetsNothingWhileTheFolderIsGone() throws IOException {
        Path file = file("a.cfg", "a = 1\n");
        scan.next();
        scan.next();
        Path away = Files.move(folder, home.resolve("away"));
        for (int i = 0; i < 3; i++) {
            assertThrows(IOException.class, scan::next);
            nanos += FolderScan.PATIENCE.toNanos();
        }
        Files.move(away, folder);
        assertEquals(NOTHING, scan.next());
        file("a.cfg", "a = 200\n");
        assertEquals(NOTHING, scan.next());
        assertEquals(new Changes(List.of(file), List.of()), scan.next());
    }
}
