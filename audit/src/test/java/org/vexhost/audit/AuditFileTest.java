package org.vexhost.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.audit.AuditLogTest.assertChained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;

@DisplayName("The files of the audit log")
class AuditFileTest {

    private static final Caller ROOT = Caller.user("root");

    private final Path folder;
    private AuditLog log;

    AuditFileTest(@TempDir Path given) {
        folder = given;
        log = open(1 << 20, 1 << 24);
    }

    private AuditLog open(long maxFileBytes, long maxBytes) {
        return new AuditLog(
                new AuditFile(folder, maxFileBytes, maxBytes), InstantSource.fixed(Instant.EPOCH));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen() {
        log.close();
        log = open(1 << 20, 1 << 24);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(AuditFile.NAME));
    }

    @Test
    void beginsAnotherFileWhenOneIsFullAndKeepsTheChain() throws Exception {
        log.close();
        log = open(2_000, 1 << 20);
        for (int i = 0; i < 40; i++) {
            log.note(ROOT, "setting.edit", Map.of("n", Integer.toString(i)));
        }
        List<Path> files = older();
        assertTrue(files.size() > 3, files::toString);
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            assertTrue(Files.size(file) <= 2_000, file::toString);
            all.addAll(Files.readAllLines(file));
        }
        all.addAll(lines());
        assertEquals(40, all.size());
        assertChained(all);
        assertFalse(log.isAtBound());
    }

    @Test
    void deletesTheOldestAtItsBoundAndSaysSo() throws Exception {
        log.close();
        log = open(2_000, 8_000);
        for (int i = 0; i < 100; i++) {
            log.note(ROOT, "setting.edit", Map.of("n", Integer.toString(i)));
        }
        long bytes = Files.size(folder.resolve(AuditFile.NAME));
        for (Path file : older()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes <= 8_000, "bytes: " + bytes);
        assertTrue(log.isAtBound());
        assertTrue(lines().get(lines().size() - 1).startsWith("{\"seq\":100,"));
    }

    @Test
    void goesOnInANewFileWhenTheOldOneWasMovedAway() throws Exception {
        log.note(ROOT, "setting.edit", Map.of("n", "1"));
        String first = lines().get(0);
        Files.move(folder.resolve(AuditFile.NAME), folder.resolve("kept"));
        log.note(ROOT, "setting.edit", Map.of("n", "2"));
        assertEquals(1, lines().size());
        assertChained(List.of(first, lines().get(0)));
    }

    @Test
    void followsNoLink() throws Exception {
        Path target = folder.resolve("target");
        Files.writeString(target, "mine\n");
        Files.createSymbolicLink(folder.resolve(AuditFile.NAME), target);
        assertThrows(AdministrationException.class, () -> log.begin(ROOT, "tool.grant", Map.of()));
        assertEquals("mine\n", Files.readString(target));
    }

    @Test
    void cutsOffALineThatWasTorn() throws Exception {
        log.note(ROOT, "setting.edit", Map.of("n", "1"));
        log.close();
        Files.writeString(
                folder.resolve(AuditFile.NAME), "{\"seq\":2,\"ti", StandardOpenOption.APPEND);
        reopen();
        log.note(ROOT, "setting.edit", Map.of("n", "2"));
        assertEquals(2, lines().size());
        assertChained(lines());
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        log.note(ROOT, "setting.edit", Map.of());
        Path file = folder.resolve(AuditFile.NAME);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    private List<Path> older() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(folder, "audit-*.log")) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    @Test
    void ofOtherNamesAreLeftAlone() throws Exception {
        Path mine = Files.writeString(folder.resolve("audit-backup.log"), "x".repeat(9_000));
        Path taken = Files.writeString(folder.resolve("audit-000000000000001.log"), "mine\n");
        Path folderOfThatName = Files.createDirectory(folder.resolve("audit-000000000000000.log"));
        log.close();
        log = open(300, 100_000);
        for (int i = 0; i < 3; i++) {
            log.note(ROOT, "setting.edit", Map.of("n", Integer.toString(i)));
        }
        assertEquals(9_000, Files.size(mine));
        assertEquals("mine\n", Files.readString(taken));
        assertTrue(Files.isDirectory(folderOfThatName));
        assertEquals(1, Files.readAllLines(folder.resolve("audit-000000000000001-001.log")).size());
        assertEquals(1, lines().size());
    }

    @Test
    void goOnWhereSomebodyEmptiedOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            log.note(ROOT, "setting.edit", Map.of("n", Integer.toString(i)));
        }
        List<String> all = new ArrayList<>(lines());
        Files.writeString(folder.resolve(AuditFile.NAME), "");
        log.note(ROOT, "setting.edit", Map.of("n", "3"));
        assertEquals(1, lines().size());
        all.addAll(lines());
        assertChained(all);
    }
}
