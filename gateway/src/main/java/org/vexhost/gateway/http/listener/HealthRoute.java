package org.vexhost.gateway.http.listener;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;

/** Says to everybody whether the host is alive, or ready, and nothing else. */
final class HealthRoute implements HttpRoute {

    /** A header by which the host finds itself behind a port. */
    static final String CHECK_HEADER = "Vexhost-Port-Check";

    private final String path;
    private final Supplier<Optional<String>> obstacle;
    private final Consumer<String> checks;

    /**
     * Of a path.
     *
     * @param obstacle why the answer is not good, in a word or two; empty if it is
     * @param checks is given the value of {@link #CHECK_HEADER}
     */
    HealthRoute(String path, Supplier<Optional<String>> obstacle, Consumer<String> checks) {
        this.path = path;
        this.obstacle = obstacle;
        this.checks = checks;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<Role> role() {
        return Optional.empty();
    }

    @Override
    public long maxBodyBytes() {
        return 0;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.method().equals("GET")) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET"));
            return;
        }
        exchange.header(CHECK_HEADER).ifPresent(checks);
        exchange.respond(
                obstacle.get()
                        .map(text -> HttpResponse.text(503, text + "\n"))
                        .orElseGet(() -> HttpResponse.text(200, "ok\n")));
    }
}
