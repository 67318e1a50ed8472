package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first schema that is preloaded")
class PreloadTest {

    @Test
    void works() {
        assertDoesNotThrow(() -> new Preload().accept(Path.of("compiled")));
    }
}
