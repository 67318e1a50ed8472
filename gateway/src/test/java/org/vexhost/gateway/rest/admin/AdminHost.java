package org.vexhost.gateway.rest.admin;

import java.util.List;
import java.util.Optional;
import org.vexhost.gateway.http.Changes;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;

/** The routes over fakes; changes run where they are asked for. */
final class AdminHost {

    final FakeAdministration tools = new FakeAdministration();
    final FakeCallers callers = new FakeCallers();
    final List<HttpRoute> routes = routes((exchange, answer) -> exchange.respond(answer.get()));

    List<HttpRoute> routes(Changes changes) {
        return AdminRoutes.of(
                new Services(() -> Optional.of(tools), () -> Optional.of(callers)),
                changes,
                changes);
    }

    /** Of the route that the listener would choose. */
    static HttpRoute find(List<HttpRoute> routes, String path) {
        return routes.stream()
                .filter(route -> route.path().equals(path))
                .findFirst()
                .orElseGet(
                        () ->
                                routes.stream()
                                        .filter(route -> route.path().endsWith("/"))
                                        .findFirst()
                                        .orElseThrow());
    }

    HttpResponse answer(OperatorExchange exchange) throws Exception {
        find(routes, exchange.path()).handle(exchange);
        return exchange.answer();
    }

    HttpResponse answer(String method, String path) throws Exception {
        return answer(OperatorExchange.of(method, path));
    }
}
