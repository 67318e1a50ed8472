package org.vexhost.gateway.http.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.gate.AnonymousAccess;
import org.vexhost.gateway.http.gate.Gate;
import org.vexhost.gateway.http.gate.RequestTarget;
import org.vexhost.gateway.http.servlet.FrontServlet.Front;

/** Runs the {@link Gate} before every servlet of the host, including servlets of other bundles. */
public final class GateFilter implements Preprocessor {

    /** The headers of every response. */
    static final Map<String, String> HEADERS =
            Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store");

    private final Supplier<Front> front;

    /** Creates a filter that uses the current front for each request. */
    public GateFilter(Supplier<Front> front) {
        this.front = front;
    }

    @Override
    public void init(FilterConfig configuration) {}

    @Override
    public void doFilter(ServletRequest plain, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plain;
        HttpServletResponse response = (HttpServletResponse) answer;
        Front now = front.get();
        HEADERS.forEach(response::setHeader);
        Optional<RequestTarget> target = Optional.empty();
        try {
            target =
                    Optional.of(
                            RequestTarget.of(request.getRequestURI(), request.getQueryString()));
        } catch (IllegalArgumentException e) {
            write(response, ProblemDetails.of(400, "BAD_PATH", String.valueOf(e.getMessage())));
        }
        Optional<HttpRoute> route = target.flatMap(found -> now.routes().find(found.path()));
        HttpTraffic.Request counted =
                now.traffic().begin(route.map(HttpRoute::path).orElse(HttpTraffic.NO_ROUTE));
        try {
            if (target.isPresent()) {
                pass(now, request, response, chain, target.get(), route);
            }
        } finally {
            counted.returned(request, response);
        }
    }

    private static void pass(
            Front now,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            RequestTarget target,
            Optional<HttpRoute> route)
            throws IOException, ServletException {
        boolean isPublic = route.map(found -> found.role().isEmpty()).orElse(false);
        Gate.Decision decision = now.gate().decide(request, isPublic);
        now.gate().corsHeaders(request).forEach(response::setHeader);
        if (decision.answer().isPresent()) {
            write(response, decision.answer().get());
            return;
        }
        request.setAttribute(
                FrontServlet.ACCESS,
                decision.access().isPresent() ? decision.access().get() : AnonymousAccess.NOBODY);
        request.setAttribute(FrontServlet.TARGET, target);
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {}

    /**
     * Writes a short response on the container's thread. The response fits into the container's
     * buffer, so writing does not block.
     */
    static void write(HttpServletResponse response, HttpResponse answer) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (answer.body().length > 0) {
            response.getOutputStream().write(answer.body());
        }
    }
}
