package org.vexhost.gateway.http.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.HttpRoute.Audience;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.gate.Gate;
import org.vexhost.gateway.http.gate.RequestTarget;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.time.Ticker;

/**
 * Finds the route of a request, reads the body, and calls the route. Each listener has one such
 * servlet.
 */
public final class FrontServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /**
     * The request attribute that contains the caller's access. {@link GateFilter} sets it for each
     * request that passes the gate.
     */
    static final String ACCESS = "org.vexhost.gateway.access";

    /** The request attribute that contains the request's target; see {@link #ACCESS}. */
    static final String TARGET = "org.vexhost.gateway.target";

    private static final int MAX_AT_ONCE = 64 * 1024;
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    private final transient Supplier<Front> front;
    private final transient boolean isAdmin;
    private final transient BooleanSupplier isChanging;

    /** The objects that all requests share until the settings change. */
    public record Front(
            HttpSettings settings,
            Routes routes,
            Gate gate,
            Ticker ticker,
            StreamLimits streams,
            BodyBudget budget,
            HttpTraffic traffic) {}

    /**
     * Creates the servlet of a listener.
     *
     * @param isAdmin whether the listener is for operators
     * @param isChanging whether the host starts or stops, so that routes may be missing
     */
    public FrontServlet(Supplier<Front> front, boolean isAdmin, BooleanSupplier isChanging) {
        this.front = front;
        this.isAdmin = isAdmin;
        this.isChanging = isChanging;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Front now = front.get();
        if (!(request.getAttribute(ACCESS) instanceof CallerAccess access)
                || !(request.getAttribute(TARGET) instanceof RequestTarget target)) {
            GateFilter.write(
                    response,
                    ProblemDetails.of(503, "NOT_READY", "the host does not check callers yet"));
            return;
        }
        Optional<HttpRoute> route =
                now.routes.find(target.path()).filter(found -> isHere(found, now.settings));
        if (route.isEmpty()) {
            GateFilter.write(response, withoutRoute());
        } else if (route.get().role().isPresent() && !access.has(route.get().role().get())) {
            GateFilter.write(
                    response, ProblemDetails.of(403, "ROLE_MISSING", "the caller lacks the role"));
        } else {
            handle(now, request, response, target, access, route.get());
        }
    }

    private HttpResponse withoutRoute() {
        return isChanging.getAsBoolean()
                ? notReady()
                : ProblemDetails.of(404, "NOT_FOUND", "nothing is here");
    }

    static HttpResponse notReady() {
        return ProblemDetails.of(503, "NOT_READY", "the host is starting or stopping")
                .with("Retry-After", "1");
    }

    /**
     * Whether this listener serves a route. Every listener serves the routes that do not require a
     * caller, unless the routes are for operators.
     */
    private boolean isHere(HttpRoute route, HttpSettings settings) {
        boolean isForOperators = route.audience() == Audience.OPERATORS;
        return (route.role().isEmpty() && !isForOperators)
                || !settings.hasAdminListener()
                || isAdmin == isForOperators;
    }

    private static void handle(
            Front now,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestTarget target,
            CallerAccess access,
            HttpRoute route)
            throws IOException {
        long max =
                route.maxBodyBytes() == HttpRoute.CONFIGURED_BODY_BYTES
                        ? now.settings.maxBodyBytes()
                        : route.maxBodyBytes();
        long declared = request.getContentLengthLong();
        if (declared > max) {
            GateFilter.write(response, tooLarge(max));
            return;
        }
        ServletExchange exchange =
                new ServletExchange(
                        request,
                        response,
                        target,
                        access,
                        now.gate.address(request),
                        new ServletExchange.FrontSettings(
                                now.ticker,
                                now.streams,
                                now.budget,
                                now.settings.maxStreamsPerCaller(),
                                now.settings.maxStreams(),
                                now.settings.isBehindTlsProxy()));
        boolean isEmpty =
                declared == 0
                        || (declared < 0
                                && request.getHeader("Transfer-Encoding") == null
                                && WITHOUT_BODY.contains(request.getMethod()));
        if (isEmpty) {
            exchange.handle(route);
            return;
        }
        Optional<HttpResponse> early = route.beforeBody(exchange);
        if (early.isPresent()) {
            exchange.respond(early.get().with("Connection", "close"));
            return;
        }
        BodyBuffer buffer = new BodyBuffer(declared < 0 ? max : declared, now.budget);
        ServletInputStream in = request.getInputStream();
        if (declared > 0 && declared <= MAX_AT_ONCE && in.available() >= declared) {
            boolean isTaken = buffer.set(in.readNBytes((int) declared));
            finish(
                    exchange,
                    route,
                    buffer,
                    max,
                    isTaken ? BodyReader.Outcome.COMPLETE : BodyReader.Outcome.NO_MEMORY);
            return;
        }
        var ignored = exchange.startAsync();
        BodyReader reader =
                new BodyReader(
                        in,
                        buffer,
                        System.nanoTime() + now.settings.requestTimeoutMillis() * 1_000_000L,
                        now.ticker,
                        outcome -> finish(exchange, route, buffer, max, outcome));
        now.ticker.add(reader);
        in.setReadListener(reader);
    }

    private static void finish(
            ServletExchange exchange,
            HttpRoute route,
            BodyBuffer buffer,
            long max,
            BodyReader.Outcome outcome) {
        switch (outcome) {
            case COMPLETE -> {
                if (buffer.complete()) {
                    exchange.body(buffer.toBytes(), buffer::release);
                    exchange.handle(route);
                } else {
                    finish(exchange, route, buffer, max, BodyReader.Outcome.NO_MEMORY);
                }
            }
            case TOO_LARGE -> refuse(exchange, buffer, tooLarge(max));
            case NO_MEMORY ->
                    refuse(
                            exchange,
                            buffer,
                            ProblemDetails.of(503, "OVERLOADED", "too many large bodies at once")
                                    .with("Retry-After", "1"));
            case TOO_SLOW ->
                    refuse(
                            exchange,
                            buffer,
                            ProblemDetails.of(
                                    408, "BODY_TOO_SLOW", "the body did not arrive in time"));
            case BROKEN ->
                    refuse(
                            exchange,
                            buffer,
                            ProblemDetails.of(400, "BROKEN_BODY", "the body ended early"));
        }
    }

    private static void refuse(ServletExchange exchange, BodyBuffer buffer, HttpResponse answer) {
        buffer.release();
        exchange.respond(answer.with("Connection", "close"));
    }

    private static HttpResponse tooLarge(long max) {
        return ProblemDetails.of(413, "BODY_TOO_LARGE", "body exceeds %d bytes".formatted(max))
                .with("Connection", "close");
    }
}
