package org.vexhost.gateway.caller.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolPatternsTest {

    @ParameterizedTest
    @CsvSource({
        "word-count, word-count, true",
        "word-count, word-counts, false",
        "word-*, word-count, true",
        "word-*, word-, true",
        "word-*, sword-count, false",
        "*, anything, true",
        "*-count, word-count, true",
        "*-count, word-counter, false",
        "a*b*c, abc, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-b-c-d, false",
        "**, x, true",
        "a*a, a, false",
    })
    void starStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertEquals(matches, ToolPatterns.matches(pattern, name));
    }

    @Test
    void noneMeansAllTools() {
        assertTrue(new ToolPatterns(List.of()).matches("x"));
        assertFalse(new ToolPatterns(List.of("y")).matches("x"));
    }

    @Test
    void manyStarsCostNoTime() {
        assertFalse(ToolPatterns.matches("a*".repeat(64) + "b", "a".repeat(64)));
    }

    @Test
    void limitsAreKept() {
        assertEquals(1000, new ToolPatterns(Collections.nCopies(1000, "a")).patterns().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> new ToolPatterns(Collections.nCopies(1001, "a")));
        assertThrows(IllegalArgumentException.class, () -> new ToolPatterns(List.of("A")));
        assertThrows(IllegalArgumentException.class, () -> new ToolPatterns(List.of("")));
    }
}
