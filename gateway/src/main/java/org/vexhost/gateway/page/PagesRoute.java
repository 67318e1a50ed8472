package org.vexhost.gateway.page;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.api.web.WebPages;
import org.vexhost.api.web.WebRequest;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.Changes;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;

/**
 * The route of one path of a module's web pages. Requests that may block run on a separate thread.
 */
final class PagesRoute implements HttpRoute {

    private static final Logger LOG = LoggerFactory.getLogger(PagesRoute.class);

    private final WebPages pages;
    private final String path;
    private final long maxBodyBytes;
    private final Changes changes;

    /**
     * Creates the route of one path.
     *
     * @param path one of the paths of the pages
     * @param changes answers all requests except GET
     */
    PagesRoute(WebPages pages, String path, long maxBodyBytes, Changes changes) {
        this.pages = pages;
        this.path = path;
        this.maxBodyBytes = maxBodyBytes;
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

    /** Requires no role, because the pages authenticate their visitors. */
    @Override
    public Optional<Role> role() {
        return Optional.empty();
    }

    @Override
    public long maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Optional<HttpResponse> beforeBody(HttpExchange exchange) {
        if (!isMethod(exchange)) {
            return Optional.of(ProblemDetails.methodNotAllowed("GET, POST"));
        }
        try {
            return pages.answerWithoutBody(new PageRequest(exchange)).map(PagesRoute::response);
        } catch (RuntimeException | Error e) {
            return Optional.of(failed(e));
        }
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!isMethod(exchange)) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET, POST"));
        } else if (exchange.method().equals("GET")) {
            exchange.respond(answer(exchange));
        } else {
            changes.respond(exchange, () -> answer(exchange));
        }
    }

    private static boolean isMethod(HttpExchange exchange) {
        return exchange.method().equals("GET") || exchange.method().equals("POST");
    }

    private HttpResponse answer(HttpExchange exchange) {
        WebRequest request = new PageRequest(exchange);
        try {
            Optional<WebAnswer> early = pages.answerWithoutBody(request);
            return response(early.isPresent() ? early.get() : pages.answer(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ChangeThreads.stopping();
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    private HttpResponse failed(Throwable e) {
        LOG.error("pages at '{}' failed", path, e);
        return ProblemDetails.of(500, "HOST_FAILURE", "the host failed; its log says why");
    }

    private static HttpResponse response(WebAnswer answer) {
        return new HttpResponse(answer.status(), answer.headers(), answer.body());
    }

    /** A request, in the form that other modules use. */
    private record PageRequest(HttpExchange exchange) implements WebRequest {
        @Override
        public String method() {
            return exchange.method();
        }

        @Override
        public String path() {
            return exchange.path();
        }

        @Override
        public Optional<String> parameter(String name) {
            return exchange.parameter(name);
        }

        @Override
        public Optional<String> header(String name) {
            return exchange.header(name);
        }

        @Override
        public byte[] body() {
            return exchange.body();
        }

        @Override
        public String address() {
            return exchange.address();
        }

        @Override
        public boolean isSecure() {
            return exchange.isSecure();
        }
    }
}
