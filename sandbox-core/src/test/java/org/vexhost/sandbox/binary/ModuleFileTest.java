package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The file of a module")
final class ModuleFileTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_003})
    @DisplayName("is read as it is")
    void isRead(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = Files.write(folder.resolve("a.wasm"), bytes);
        assertArrayEquals(bytes, ModuleFile.read(file));
    }

    /** Its size is 0. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("may have no size, such as a pipe")
    void mayHaveNoSize() throws IOException {
        Path file = Path.of("/proc/self/stat");
        assertEquals(0, Files.size(file));
        assertEquals('(', ModuleFile.read(file)[Files.readString(file).indexOf('(')]);
    }

    @Test
    @DisplayName("is refused if it is larger than an array")
    void isTooLarge() throws IOException {
        Path file = folder.resolve("large.wasm");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 31);
        }
        IOException e = assertThrows(IOException.class, () -> ModuleFile.read(file));
        assertEquals("file has 2147483648 bytes", e.getMessage());
    }

    @Test
    @DisplayName("is refused if it does not exist")
    void doesNotExist() {
        assertThrows(NoSuchFileException.class, () -> ModuleFile.read(folder.resolve("none.wasm")));
    }
}
