package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A suggestion")
class SuggestionTest {

    private static final List<String> KNOWN =
            List.of("maxMemoryBytes", "maxFuel", "timeout", "fileSystem", "network", "ro");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "maxfuel, maxFuel",
        "max_fuel, maxFuel",
        "maxFule, maxFuel",
        "maxMemoryByte, maxMemoryBytes",
        "maxMemBytes, maxMemoryBytes",
        "maxMemorBytse, maxMemoryBytes",
        "time-out, timeout",
        "tiemout, timeout",
        "filesystem, fileSystem",
        "netwrk, network",
        "rw, ro",
        "xy, ''",
        "memory, ''",
        "maxFuel, ''",
        "'', ''",
    })
    void isTheNearestKnownName(String word, String expected) {
        assertEquals(
                Optional.of(expected).filter(each -> !each.isEmpty()), Suggestion.of(word, KNOWN));
    }

    @Test
    void isNotMadeForALongWord() {
        String name = "a".repeat(Suggestion.MAX_LENGTH);
        assertEquals(Optional.of(name), Suggestion.of("b" + "a".repeat(63), List.of(name)));
        assertEquals(Optional.empty(), Suggestion.of("b" + "a".repeat(64), List.of(name)));
    }

    @Test
    void endsAMessage() {
        assertEquals(" (did you mean 'maxFuel'?)", Suggestion.clause("maxfuel", KNOWN));
        assertEquals("", Suggestion.clause("nonsense", KNOWN));
    }
}
