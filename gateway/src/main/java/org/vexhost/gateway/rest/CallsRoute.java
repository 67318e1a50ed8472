package org.vexhost.gateway.rest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;

/**
 * The route of {@code /api/v1/calls/ID}: returns the state and result of a call, and cancels it.
 */
final class CallsRoute implements HttpRoute {

    static final String PATH = "/api/v1/calls/";

    private final KeptCalls calls;

    CallsRoute(KeptCalls calls) {
        this.calls = calls;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String id = exchange.path().substring(PATH.length());
        exchange.respond(
                switch (exchange.method()) {
                    case "GET" -> state(exchange, id);
                    case "DELETE" ->
                            calls.remove(id, exchange.access().caller())
                                    ? HttpResponse.empty(204)
                                    : unknown();
                    default -> ProblemDetails.methodNotAllowed("GET, DELETE");
                });
    }

    private HttpResponse state(HttpExchange exchange, String id) {
        Optional<KeptCalls.Kept> kept = calls.find(id, exchange.access().caller());
        if (kept.isEmpty()) {
            return unknown();
        }
        CompletableFuture<ToolResult> future = kept.get().future();
        if (!future.isDone()) {
            return HttpResponse.json(
                    202, ToolText.running(id, kept.get().tool()).getBytes(StandardCharsets.UTF_8));
        }
        return future.handle(
                        (result, failure) ->
                                failure == null ? Answers.of(result) : Answers.ofFailure(failure))
                .join();
    }

    private static HttpResponse unknown() {
        return ProblemDetails.of(
                404, "NOT_FOUND", "there is no such call, or its result is no longer kept");
    }
}
