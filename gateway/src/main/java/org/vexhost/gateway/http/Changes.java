package org.vexhost.gateway.http;

import java.util.function.Supplier;

/** Answers requests that wait until a change is in effect. The caller's thread never waits. */
@FunctionalInterface
public interface Changes {

    /**
     * Answers a request, or rejects it if there are too many at once or the host is stopping.
     *
     * @param answer makes the response; interrupted when the host stops
     */
    void respond(HttpExchange exchange, Supplier<HttpResponse> answer);
}
