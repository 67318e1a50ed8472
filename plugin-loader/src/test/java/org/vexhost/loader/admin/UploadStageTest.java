package org.vexhost.loader.admin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.UploadedFile;

@DisplayName("The stage of an upload")
class UploadStageTest {

    private static final int MAX = 1000;

    @TempDir private Path home;

    private static UploadedFile file(String name, int bytes) {
        return new UploadedFile(name, () -> new ByteArrayInputStream(new byte[bytes]));
    }

    private AdministrationException refused(UploadedFile... files) throws IOException {
        try (UploadStage stage = UploadStage.open(home)) {
            return assertThrows(
                    AdministrationException.class, () -> stage.write(Arrays.asList(files), MAX));
        }
    }

    private long staged() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void holdsFilesThatOnlyTheHostReads() throws Exception {
        try (UploadStage stage = UploadStage.open(home)) {
            Path main = stage.write(List.of(file("a.wasm", 3), file("a.tool.json", 2)), MAX);
            assertEquals("a.tool.json", main.getFileName().toString());
            assertArrayEquals(new byte[3], Files.readAllBytes(main.resolveSibling("a.wasm")));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(main)));
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(main.getParent())));
        }
        assertEquals(0, staged());
    }

    @Test
    void takesFilesUpToTheMaximum() throws Exception {
        try (UploadStage stage = UploadStage.open(home)) {
            assertEquals(MAX, Files.size(stage.write(List.of(file("a.jar", MAX)), MAX)));
        }
        assertEquals(
                "file 'a.jar' exceeds the maximum of 1000 bytes",
                refused(file("a.jar", MAX + 1)).getMessage());
        assertEquals(0, staged());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.jar",
                "/a.jar",
                "a/b.jar",
                "a\\b.jar",
                "..",
                ".jar",
                ".a.jar",
                "a.jar~",
                "a.zip",
                "a\u0000.jar",
                "a\n.jar",
                "\u202ea.jar",
                "tool.json",
                ""
            })
    void refusesNamesThatAreNotThoseOfATool(String name) throws IOException {
        assertEquals(AdministrationException.Reason.INVALID, refused(file(name, 1)).reason(), name);
        assertEquals(0, staged());
    }

    @Test
    void refusesWhatIsNotOneTool() throws IOException {
        assertTrue(refused().getMessage().endsWith("[0 files]"));
        assertTrue(refused(file("a.tool.json", 1)).getMessage().endsWith("[1 files]"));
        assertTrue(refused(file("a.jar", 1), file("b.jar", 1)).getMessage().endsWith("[2 files]"));
        assertTrue(
                refused(file("a.wasm", 1), file("b.wasm", 1)).getMessage().endsWith("[2 files]"));
    }

    @Test
    void forgetsWhatAnEarlierRunLeft() throws Exception {
        UploadStage left = UploadStage.open(home);
        left.write(List.of(file("a.jar", 1)), MAX);
        UploadStage.clean(home);
        assertEquals(0, staged());
        assertFalse(Files.exists(home.resolve("data/.host/upload")));
        UploadStage.clean(home);
    }
}
