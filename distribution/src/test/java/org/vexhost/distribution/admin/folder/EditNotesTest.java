package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;

@DisplayName("Edits below etc/")
class EditNotesTest {

    private final List<String> noted = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final Path etc;
    private final EditNotes notes;

    EditNotesTest(@TempDir Path folder) throws Exception {
        etc = folder;
        Files.createDirectories(etc.resolve("grants"));
        Files.writeString(etc.resolve("a.cfg"), "x=1");
        notes = new EditNotes(etc, () -> Optional.of(new Notes()), now::get);
        notes.update();
    }

    private final class Notes implements AuditTrail {
        @Override
        public Change begin(Caller who, String action, Map<String, String> facts) {
            throw new UnsupportedOperationException("is not asked");
        }

        @Override
        public void note(Caller who, String action, Map<String, String> facts) {
            noted.add(action + " " + facts.get("file"));
        }
    }

    /** Looks until a file has settled, and until one that is missing is gone. */
    private void look() {
        for (int i = 0; i < 4; i++) {
            now.addAndGet(FolderScan.PATIENCE.toNanos());
            notes.update();
        }
    }

    @Test
    void areNotNotedOfWhatWasThereAtTheStart() {
        look();
        assertEquals(List.of(), noted);
    }

    @Test
    void areNotedOnceEach() throws Exception {
        Files.writeString(etc.resolve("a.cfg"), "x=1\ny=2");
        Files.writeString(etc.resolve("grants/echo.json"), "{}");
        look();
        look();
        assertEquals(List.of("file.changed etc/a.cfg", "file.changed etc/grants/echo.json"), noted);
        noted.clear();
        Files.delete(etc.resolve("grants/echo.json"));
        look();
        assertEquals(List.of("file.removed etc/grants/echo.json"), noted);
    }

    @Test
    void areNotedInAFolderThatComesLater() throws Exception {
        look();
        Files.createDirectories(etc.resolve("secrets"));
        Files.writeString(etc.resolve("secrets/key"), "s");
        look();
        assertEquals(List.of("file.changed etc/secrets/key"), noted);
    }
}
