package org.vexhost.gateway.http;

import java.util.Optional;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * Handles the requests to a path. Registered as an OSGi service. If several routes match a request,
 * the one with the longest path wins.
 */
public interface HttpRoute {

    /** The value of {@link #maxBodyBytes} that selects the configured maximum size. */
    long CONFIGURED_BODY_BYTES = -1;

    /** The listeners that serve a route. */
    enum Audience {
        /** Served by the main listener, where tools are listed and called. */
        CALLERS,
        /** Served by the admin listener if there is one, otherwise by the main listener. */
        OPERATORS
    }

    /**
     * The path of the route: {@code /mcp} matches only this path; {@code /api/v1/} matches all
     * paths below it.
     */
    String path();

    /** The listeners that serve the route. */
    default Audience audience() {
        return Audience.CALLERS;
    }

    /**
     * The role that a caller needs. If empty, everybody may send requests, with an access that
     * allows nothing. Every listener serves such a route, unless its audience is {@link
     * Audience#OPERATORS}.
     */
    default Optional<Role> role() {
        return Optional.of(audience() == Audience.OPERATORS ? Role.OPERATOR : Role.CALL);
    }

    /**
     * Answers a request before its body is read. If the result is empty, the body is read and
     * {@link #handle} is called. Never blocks, and does not call {@link HttpExchange#respond}.
     *
     * @param exchange the exchange, still without a body
     */
    default Optional<HttpResponse> beforeBody(HttpExchange exchange) {
        return Optional.empty();
    }

    /**
     * The maximum size of a body, in bytes; {@value #CONFIGURED_BODY_BYTES} for the configured
     * limit. A larger body gets status 413 before the route is called.
     */
    default long maxBodyBytes() {
        return CONFIGURED_BODY_BYTES;
    }

    /**
     * Handles a request after the caller is authenticated and the body is read. May respond before
     * it returns or later, on any thread. An exception is logged, and the client gets status 500
     * without the exception's text.
     */
    void handle(HttpExchange exchange);
}
