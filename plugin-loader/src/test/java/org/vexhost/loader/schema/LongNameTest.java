package org.vexhost.loader.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LongNameTest {

    @Test
    void nameWithRoomForAPrefixIsFine() {
        assertEquals(Optional.empty(), LongName.warningOf("n".repeat(49)));
        assertEquals(Optional.empty(), LongName.warningOf("n".repeat(50)));
    }

    @Test
    void longerNameIsWarnedOf() {
        String name = "n".repeat(51);

        assertEquals(
                Optional.of(
                        "Tool '"
                                + name
                                + "': name exceeds 50 characters [51]; clients put a prefix before"
                                + " names, and models then allow 64 in all"),
                LongName.warningOf(name));
    }
}
