package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A capability")
class CapabilityTest {

    @ParameterizedTest
    @ValueSource(strings = {"fileSystem", "FileSystem", "FILE_SYSTEM", "file-system", "filesystem"})
    void isFoundByAnyOfItsNames(String name) {
        assertEquals(Optional.of(Capability.FILE_SYSTEM), Capability.find(name));
    }

    @Test
    void isNotFoundByAnotherName() {
        assertEquals(Optional.empty(), Capability.find("files"));
        assertEquals(Optional.empty(), Capability.find(""));
    }
}
