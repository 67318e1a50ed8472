package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tool call")
class ToolCallTest {

    @Test
    void hasAnIdOfItsOwn() {
        assertNotEquals(
                ToolCall.of(Json.EMPTY_OBJECT, "test").callId(),
                ToolCall.of(Json.EMPTY_OBJECT, "test").callId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "ä", "\u001b"})
    void refusesCallersThatCouldForgeALogLine(String caller) {
        assertThrows(IllegalArgumentException.class, () -> ToolCall.of(Json.EMPTY_OBJECT, caller));
    }

    @Test
    void keepsTheRestWhenItsDeadlineChanges() {
        ToolCall call = ToolCall.of(Json.EMPTY_OBJECT, "test");
        Deadline deadline = Deadline.after(Duration.ofSeconds(1));
        ToolCall other = call.withDeadline(deadline);
        assertSame(deadline, other.deadline());
        assertEquals(call.callId(), other.callId());
    }

    @Test
    void isPastADeadlineOfNothing() {
        assertTrue(Deadline.after(Duration.ZERO).isExpired());
        assertTrue(Deadline.after(Duration.ofSeconds(-1)).isExpired());
        assertEquals(0, Deadline.after(Duration.ofSeconds(-1)).remainingNanos());
    }

    @Test
    void hasADeadlineOfADayAtMost() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));
        assertFalse(deadline.isExpired());
        assertTrue(deadline.remaining().compareTo(Deadline.MAX) <= 0);
    }

    @Test
    void endsAtTheEarlierOfTwoDeadlines() {
        Deadline soon = Deadline.after(Duration.ofSeconds(1));
        Deadline late = Deadline.after(Duration.ofSeconds(100));
        assertSame(soon, soon.earlier(late));
        assertSame(soon, late.earlier(soon));
    }
}
