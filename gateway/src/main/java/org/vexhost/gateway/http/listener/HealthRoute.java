package org.vexhost.gateway.http.listener;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;

/** Tells any client whether the host is alive or ready, and nothing else. */
final class HealthRoute implements HttpRoute {

    /** A header by which the host recognises its own probes of a port. */
    static final String CHECK_HEADER = "Vexhost-Port-Check";

    private final String path;
    private final Supplier<List<HealthFinding>> findings;
    private final Consumer<String> checks;

    /**
     * Creates the route of a path.
     *
     * @param findings supplies the current problems
     * @param checks receives the value of {@link #CHECK_HEADER}
     */
    HealthRoute(String path, Supplier<List<HealthFinding>> findings, Consumer<String> checks) {
        this.path = path;
        this.findings = findings;
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
        List<HealthFinding> now = findings.get();
        exchange.respond(
                HttpResponse.text(Readiness.isReady(now) ? 200 : 503, Readiness.text(now)));
    }
}
