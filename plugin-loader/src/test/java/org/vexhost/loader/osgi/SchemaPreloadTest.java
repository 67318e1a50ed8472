package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first schema that is preloaded")
class SchemaPreloadTest {

    @Test
    void works() {
        assertDoesNotThrow(() -> new SchemaPreload().accept(Path.of("compiled")));
    }
}
