package org.vexhost.gateway.http.listener;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.MetricsExporter;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.settings.HttpSettings.MetricsListener;

/** {@code /metrics}: the host's metrics, for callers with the role {@code monitor}. */
final class MetricsRoute implements HttpRoute {

    private final Supplier<Optional<MetricsExporter>> exporter;
    private final Supplier<MetricsListener> listener;

    MetricsRoute(Supplier<Optional<MetricsExporter>> exporter, Supplier<MetricsListener> listener) {
        this.exporter = exporter;
        this.listener = listener;
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public Audience audience() {
        return listener.get() == MetricsListener.MAIN ? Audience.CALLERS : Audience.OPERATORS;
    }

    @Override
    public Optional<Role> role() {
        return Optional.of(Role.MONITOR);
    }

    @Override
    public long maxBodyBytes() {
        return 0;
    }

    @Override
    public void handle(HttpExchange exchange) {
        Optional<MetricsExporter> found = exporter.get();
        if (!exchange.method().equals("GET")) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET"));
        } else if (found.isEmpty()) {
            exchange.respond(
                    ProblemDetails.of(404, "NOT_FOUND", "the host has no bundle for metrics"));
        } else {
            exchange.respond(read(found.get(), exchange.header("Accept").orElse("")));
        }
    }

    private static HttpResponse read(MetricsExporter exporter, String accept) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            String type = exporter.write(accept, out);
            return new HttpResponse(200, Map.of("Content-Type", type), out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("numbers cannot be written into memory", e);
        }
    }
}
