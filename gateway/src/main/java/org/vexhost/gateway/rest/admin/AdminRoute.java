package org.vexhost.gateway.rest.admin;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.Changes;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;

/**
 * The route of one administration path. Reads are answered on the calling thread. A change runs on
 * a separate thread, because its request waits until the change is in effect.
 */
final class AdminRoute implements HttpRoute {

    /** The largest body of a request that is not an upload, in bytes. */
    static final long MAX_BODY_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoute.class);

    private final String path;
    private final long maxBodyBytes;
    private final Map<String, Resource> resources;
    private final Changes changes;

    /**
     * Creates the route of a path.
     *
     * @param resources resources by the first segment below {@link AdminRequest#PATH}
     * @param changes answers requests other than GET
     */
    AdminRoute(String path, long maxBodyBytes, Map<String, Resource> resources, Changes changes) {
        this.path = path;
        this.maxBodyBytes = maxBodyBytes;
        this.resources = Map.copyOf(resources);
        this.changes = changes;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Audience audience() {
        return Audience.OPERATORS;
    }

    @Override
    public long maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (exchange.method().equals("GET")) {
            exchange.respond(answer(exchange));
            return;
        }
        changes.respond(exchange, () -> answer(exchange));
    }

    private HttpResponse answer(HttpExchange exchange) {
        AdminRequest request = AdminRequest.of(exchange);
        try {
            Optional<Resource> resource =
                    Optional.ofNullable(resources.get(request.segments().get(0)));
            return resource.isPresent()
                    ? resource.get().answer(request)
                    : ProblemDetails.of(404, "NOT_FOUND", "nothing is here");
        } catch (RefusedException e) {
            return e.answer();
        } catch (AdministrationException e) {
            return problem(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ChangeThreads.stopping();
        } catch (RuntimeException | Error e) {
            LOG.error("request of {} failed", request.operator(), e);
            return ProblemDetails.of(500, "HOST_FAILURE", "the host failed; its log says why");
        }
    }

    /** Returns the response to a failed change. The table in docs/http.md lists the statuses. */
    private static HttpResponse problem(AdministrationException e) {
        int status =
                switch (e.reason()) {
                    case NOT_FOUND -> 404;
                    case INVALID -> 400;
                    case CONFLICT -> 409;
                    case NOT_WRITTEN, FAILED -> 500;
                };
        return ProblemDetails.of(status, e.reason().name(), String.valueOf(e.getMessage()));
    }
}
