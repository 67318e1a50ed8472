package org.vexhost.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.gateway.caller.CallerAccess;

/**
 * A request and its answer: {@link #respond} or {@link #startStream}, once. Thread-safe; nothing of
 * it blocks, however slowly the client reads.
 */
public interface HttpExchange {

    /**
     * The method, in upper case; {@code GET} for {@code HEAD}, whose answer goes without its body.
     */
    String method();

    /** The path without query, percent-decoded, for example {@code /api/v1/tools}. */
    String path();

    /** The first value of a parameter of the query, decoded. */
    Optional<String> parameter(String name);

    /** All values of a header, in their order; the name's case does not matter. */
    List<String> headers(String name);

    /** The first value of a header. */
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The whole body, bounded by {@link HttpRoute#maxBodyBytes}; empty if there is none. */
    byte[] body();

    /** Where the request comes from, for limits and logs; printable. */
    String address();

    /** Who calls, and what it may do. */
    CallerAccess access();

    /**
     * Answers.
     *
     * @throws IllegalStateException if there is an answer already
     */
    void respond(HttpResponse response);

    /**
     * Answers 200 with a stream of server-sent events, which a comment every 500 ms keeps alive and
     * which closes by itself when the client is gone or the caller's {@link CallerAccess} ends.
     *
     * @param headers more headers
     * @return the stream; empty if there is an answer already: 429, since the caller has too many
     *     of them, or 200 to {@code HEAD}
     * @throws IllegalStateException if there is an answer already
     */
    Optional<EventStream> startStream(Map<String, String> headers);
}
