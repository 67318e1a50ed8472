package org.vexhost.sandbox.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The smallest tool that is preloaded")
class EnginePreloadTest {

    @Test
    void isKeptWhereTheNextHostFindsIt(@TempDir Path folder) throws IOException {
        Path compiled = folder.resolve("compiled");
        for (int i = 0; i < 2; i++) {
            assertDoesNotThrow(() -> new EnginePreload().accept(compiled));
            try (Stream<Path> entries = Files.list(compiled)) {
                assertEquals(1, entries.count());
            }
        }
    }
}
