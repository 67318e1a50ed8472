package org.vexhost.loader.watch;

import static org.junit.jupiter.api.Assertions.assertFalse;
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

@DisplayName("Marks of files")
class FileMarksTest {

    private static final FileTime OLD = FileTime.fromMillis(1_000_000);

    @TempDir Path folder;
    private final FileMarks marks = new FileMarks();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("a"), "text");
        age();
    }

    /** A folder is as old as its last new name. */
    private void age() throws IOException {
        Files.setLastModifiedTime(file, OLD);
        Files.setLastModifiedTime(folder, OLD);
    }

    @Test
    void areNotValidBeforeTheyAreTakenAndAfterTheyAreCleared() {
        assertFalse(marks.areValid());
        marks.take(List.of(folder, file));
        assertTrue(marks.areValid());
        marks.clear();
        assertFalse(marks.areValid());
    }

    @Test
    void noticeATimeASizeAndAName() throws IOException {
        marks.take(List.of(folder, file));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_001));
        assertFalse(marks.areValid());
        age();
        assertTrue(marks.areValid());
        Files.writeString(file, "longer text");
        Files.setLastModifiedTime(file, OLD);
        assertFalse(marks.areValid());
        marks.take(List.of(folder, file));
        assertTrue(marks.areValid());
        Files.writeString(folder.resolve("b"), "text");
        assertFalse(marks.areValid());
    }

    @Test
    void trustNothingThatWasJustModified() throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
        marks.take(List.of(folder, file));
        assertFalse(marks.areValid());
    }

    @Test
    void areValidForWhatIsAbsentUntilItAppears() throws IOException {
        Path absent = folder.resolve("absent");
        marks.take(List.of(absent));
        assertTrue(marks.areValid());
        Files.createDirectory(absent);
        assertFalse(marks.areValid());
    }
}
