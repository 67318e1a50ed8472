package org.vexhost.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.gateway.caller.CallerAccess;

/**
 * A request and its response. A route calls either {@link #respond} or {@link #startStream}, and
 * calls it once. Thread-safe. No method blocks, even if the client reads slowly.
 */
public interface HttpExchange {

    /**
     * The method, in upper case. {@code HEAD} appears as {@code GET}; its response is sent without
     * the body.
     */
    String method();

    /** The path without query, percent-decoded, for example {@code /api/v1/tools}. */
    String path();

    /** The first value of a parameter of the query, decoded. */
    Optional<String> parameter(String name);

    /** All values of a header, in their order. The case of the name does not matter. */
    List<String> headers(String name);

    /** The first value of a header. */
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The whole body, limited by {@link HttpRoute#maxBodyBytes}; empty if there is none. */
    byte[] body();

    /** The client's address, for limits and logs; printable. */
    String address();

    /** Whether the client's connection is encrypted, by the host or by a proxy in front of it. */
    boolean isSecure();

    /** The caller and its rights. */
    CallerAccess access();

    /**
     * Sends a response.
     *
     * @throws IllegalStateException if there is a response already
     */
    void respond(HttpResponse response);

    /**
     * Responds with status 200 and a stream of server-sent events. A comment every 500 ms keeps the
     * connection alive. The stream closes when the client disconnects, or when the caller's {@link
     * CallerAccess} ends.
     *
     * @param headers additional headers
     * @return the stream; empty if the method has sent a response itself: 429 if the caller has too
     *     many streams, or 200 to {@code HEAD}
     * @throws IllegalStateException if there is a response already
     */
    Optional<EventStream> startStream(Map<String, String> headers);
}
