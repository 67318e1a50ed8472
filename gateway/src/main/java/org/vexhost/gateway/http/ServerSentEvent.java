package org.vexhost.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event of a stream of server-sent events.
 *
 * @param id one line; a reconnecting client sends it as {@code Last-Event-ID}
 * @param type type of the event, one line; empty for {@code message}
 * @param data any text
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
public record ServerSentEvent(Optional<String> id, Optional<String> type, String data) {

    /**
     * Checks the id and the type.
     *
     * @throws IllegalArgumentException if the id or the type has a line break or a NUL
     */
    public ServerSentEvent {
        id.ifPresent(ServerSentEvent::requireLine);
        type.ifPresent(ServerSentEvent::requireLine);
    }

    /** Creates an event with data only. */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(Optional.empty(), Optional.empty(), data);
    }

    /** Returns the bytes on the wire, including the empty line that ends an event. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(data.length() + 32);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        type.ifPresent(value -> text.append("event: ").append(value).append('\n'));
        int from = 0;
        while (true) {
            int end = lineEnd(from);
            text.append("data: ").append(data, from, end).append('\n');
            if (end == data.length()) {
                break;
            }
            from = data.startsWith("\r\n", end) ? end + 2 : end + 1;
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private int lineEnd(int from) {
        for (int i = from; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '\n' || c == '\r') {
                return i;
            }
        }
        return data.length();
    }

    private static void requireLine(String value) {
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException("id or type of an event has a line break");
        }
    }
}
