package org.vexhost.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSentEventTest {

    @Test
    void everyLineOfDataIsALineOfItsOwn() {
        assertEquals("data: a\ndata: b\ndata: c\ndata: \ndata: d\n\n", text("a\nb\r\nc\r\rd"));
        assertEquals("data: \n\n", text(""));
        assertEquals("data: \ndata: \n\n", text("\n"));
    }

    @Test
    void dataCannotBecomeAnotherField() {
        assertEquals(
                "data: x\ndata: id: 7\ndata: \ndata: event: y\n\n", text("x\nid: 7\n\nevent: y"));
    }

    @Test
    void idAndTypeAreOneLine() {
        assertEquals(
                "id: 7\nevent: state\ndata: {}\n\n",
                new String(
                        new ServerSentEvent(Optional.of("7"), Optional.of("state"), "{}").encode(),
                        StandardCharsets.UTF_8));
        for (String bad : new String[] {"a\nb", "a\rb", "a\0b"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ServerSentEvent(Optional.of(bad), Optional.empty(), ""));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ServerSentEvent(Optional.empty(), Optional.of(bad), ""));
        }
    }

    private static String text(String data) {
        return new String(ServerSentEvent.of(data).encode(), StandardCharsets.UTF_8);
    }
}
