package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tool definition")
class ToolDefinitionTest {

    private static final ToolDefinition WORDS =
            ToolDefinition.of(
                    "word-count", "1.2.0", "Counts \"words\"", Json.parse("{\"type\":\"object\"}"));

    @Test
    void rendersForOpenAi() {
        assertEquals(
                "{\"type\":\"function\",\"function\":{\"name\":\"word-count\",\"description\":"
                        + "\"Counts \\\"words\\\"\",\"parameters\":{\"type\":\"object\"}}}",
                WORDS.toOpenAi().text());
    }

    @Test
    void rendersForAnthropic() {
        assertEquals(
                "{\"name\":\"word-count\",\"description\":\"Counts \\\"words\\\"\","
                        + "\"input_schema\":{\"type\":\"object\"}}",
                WORDS.toAnthropic().text());
    }

    @Test
    void rendersForMcp() {
        assertEquals(
                "{\"name\":\"word-count\",\"description\":\"Counts \\\"words\\\"\","
                        + "\"inputSchema\":{\"type\":\"object\"}}",
                WORDS.toMcp().text());
    }

    @Test
    void rendersWellFormedJson() {
        Json.parse(WORDS.toOpenAi().utf8());
        Json.parse(WORDS.toMcp().utf8());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a b", "a.b", "ä", "a\n", "../a"})
    void refusesNamesThatAreNotToolNames(String name) {
        assertThrows(
                IllegalArgumentException.class,
                () -> ToolDefinition.of(name, "1", "d", Json.EMPTY_OBJECT));
    }

    @Test
    void acceptsNamesUpTo64Characters() {
        ToolDefinition.of("a".repeat(64), "1", "d", Json.EMPTY_OBJECT);
        assertThrows(
                IllegalArgumentException.class,
                () -> ToolDefinition.of("a".repeat(65), "1", "d", Json.EMPTY_OBJECT));
    }

    @Test
    void namesTheFieldAndTheValueItRefuses() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ToolDefinition.of("a", "1\u001b", "d", Json.EMPTY_OBJECT));
        assertEquals(
                "version does not match [A-Za-z0-9][A-Za-z0-9._+-]{0,63} ['1\\u001b']",
                e.getMessage());
    }

    @Test
    void refusesBlankAndEndlessDescriptions() {
        for (String description : new String[] {"", "  ", "x".repeat(8193)}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ToolDefinition.of("a", "1", description, Json.EMPTY_OBJECT));
        }
    }
}
