package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tool call")
class ToolCallTest {

    @Test
    void hasAnIdOfItsOwn() {
        assertNotEquals(
                ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")).callId(),
                ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")).callId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\n", "\u001b", "\u0085", "\u202e"})
    void rejectsCallersThatCouldForgeALogLine(String caller) {
        assertThrows(IllegalArgumentException.class, () -> Caller.of(Caller.Kind.CLIENT, caller));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "ä", "\u001b"})
    void rejectsIdsThatCouldForgeALogLine(String id) {
        ToolCall.Builder builder = ToolCall.builder(Json.EMPTY_OBJECT, Caller.host("test"));
        assertThrows(IllegalArgumentException.class, () -> builder.callId(id));
    }

    @Test
    void makesTheNameOfAUserPrintable() {
        assertEquals("user 'DOMAIN\\\\ann'", Caller.user("DOMAIN\\ann").toString());
        assertEquals("?", Caller.user("").name());
        assertTrue(Caller.bundle("x".repeat(1000)).name().length() <= Caller.MAX_NAME_LENGTH);
    }

    @Test
    void keepsAttributesThatTheToolNeverSees() {
        ToolCall call =
                ToolCall.builder(Json.EMPTY_OBJECT, Caller.host("test"))
                        .attribute("traceparent", "00-1")
                        .build();
        assertEquals(Map.of("traceparent", "00-1"), call.attributes());
        assertEquals(
                call.attributes(), call.withDeadline(Deadline.after(Duration.ZERO)).attributes());
    }

    @Test
    void rejectsAttributesWithoutBound() {
        ToolCall.Builder builder = ToolCall.builder(Json.EMPTY_OBJECT, Caller.host("test"));
        assertThrows(IllegalArgumentException.class, () -> builder.attribute("A B", "x"));
        assertThrows(IllegalArgumentException.class, () -> builder.attribute("a", "x\n"));
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                    for (int i = 0; i <= ToolCall.MAX_ATTRIBUTES; i++) {
                        builder.attribute("k" + i, "v");
                    }
                });
    }

    @Test
    void keepsTheRestWhenItsDeadlineChanges() {
        ToolCall call = ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test"));
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
