package org.vexhost.gateway.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ServerSentEvent;
import org.vexhost.gateway.http.TraceHeaders;
import org.vexhost.gateway.mcp.core.Answer;
import org.vexhost.gateway.mcp.core.Envelope;
import org.vexhost.gateway.mcp.core.Inquiry;
import org.vexhost.gateway.mcp.core.McpCore;
import org.vexhost.gateway.mcp.core.RequestScope;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.MessageReader;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.message.RpcId;
import org.vexhost.gateway.mcp.tool.Era;

/** The route of {@code /mcp}, which serves clients of both eras at one path. */
final class McpRoute implements HttpRoute, AutoCloseable {

    private static final String PATH = "/mcp";
    private static final String TRANSPORT = "tcp";

    /** The interval between checks for expired sessions. */
    private static final long EXPIRY_MILLIS = 60_000;

    private final McpCore core;
    private final McpSessions sessions;

    McpRoute(McpCore core, McpSessions sessions) {
        this.core = core;
        this.sessions = sessions;
        core.every(EXPIRY_MILLIS, () -> sessions.expire(System.nanoTime()));
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try {
            switch (exchange.method()) {
                case "POST" -> post(exchange);
                case "GET" -> listen(exchange);
                case "DELETE" -> end(exchange);
                default -> refuseMethod(exchange);
            }
        } catch (RpcException e) {
            respond(exchange, 400, e.id(), e.error());
        }
    }

    @Override
    public void close() {
        sessions.close();
    }

    private void post(HttpExchange exchange) throws RpcException {
        if (!isJson(exchange.header("Content-Type").orElse(""))) {
            respond(
                    exchange,
                    415,
                    Optional.empty(),
                    RpcError.of(RpcError.INVALID_REQUEST, "content type is not application/json"));
            return;
        }
        Message message = MessageReader.read(exchange.body());
        if (message instanceof Message.Request request) {
            request(exchange, request);
        } else if (message instanceof Message.Notification notification) {
            notification(exchange, notification);
        } else {
            exchange.respond(HttpResponse.empty(202));
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equals("application/json");
    }

    private void request(HttpExchange exchange, Message.Request request) throws RpcException {
        try {
            if (Envelope.isModern(request.params())) {
                modern(exchange, request);
            } else if (request.method().equals("initialize")) {
                initialize(exchange, request);
            } else if (isLegacy(exchange)) {
                legacy(exchange, request);
            } else {
                Envelope.requireComplete(request.params());
            }
        } catch (RpcException e) {
            throw new RpcException(Optional.of(request.id()), e.error());
        }
    }

    /**
     * Whether a request that does not name a version belongs to a client that sent {@code
     * initialize}.
     */
    private static boolean isLegacy(HttpExchange exchange) {
        return exchange.header(RequestHeaders.SESSION).isPresent()
                || RequestHeaders.version(exchange)
                        .filter(Era.LEGACY.versions()::contains)
                        .isPresent();
    }

    private void modern(HttpExchange exchange, Message.Request request) throws RpcException {
        Envelope.requireComplete(request.params());
        RequestHeaders.check(exchange, request, core.catalogue());
        Envelope.requireKnownVersion(request.params());
        if (request.method().equals("subscriptions/listen") && !HttpOutlet.takesStreams(exchange)) {
            refuseFormat(exchange, Optional.of(request.id()));
            return;
        }
        String version = Envelope.version(request.params()).orElse("");
        // Each request has its own scope, so the ids of other requests do not matter. A client
        // cancels a request by closing the connection.
        core.request(
                request,
                inquiry(exchange, request, Era.MODERN, version, new RequestScope()),
                new HttpOutlet(exchange, Era.MODERN, Map.of()));
    }

    private void initialize(HttpExchange exchange, Message.Request request) throws RpcException {
        String version = McpCore.legacyVersion(request.params());
        Optional<McpSession> session = sessions.begin(exchange.access().caller(), version);
        if (session.isEmpty()) {
            respond(
                    exchange,
                    429,
                    Optional.of(request.id()),
                    RpcError.of(
                            RpcError.OVERLOADED,
                            "caller has too many sessions in use; end one with DELETE"));
            return;
        }
        core.request(
                request,
                inquiry(exchange, request, Era.LEGACY, version, session.get().scope()),
                new HttpOutlet(
                        exchange, Era.LEGACY, Map.of(RequestHeaders.SESSION, session.get().id())));
    }

    private void legacy(HttpExchange exchange, Message.Request request) throws RpcException {
        requireLegacyVersion(exchange);
        Optional<String> id = exchange.header(RequestHeaders.SESSION);
        RequestScope scope = new RequestScope();
        String version = RequestHeaders.version(exchange).orElse("");
        if (id.isPresent()) {
            Optional<McpSession> session = sessions.find(id.get(), exchange.access().caller());
            if (session.isEmpty()) {
                refuseSession(exchange, Optional.of(request.id()));
                return;
            }
            scope = session.get().scope();
            version = session.get().version();
        }
        core.request(
                request,
                inquiry(exchange, request, Era.LEGACY, version, scope),
                new HttpOutlet(exchange, Era.LEGACY, Map.of()));
    }

    private void notification(HttpExchange exchange, Message.Notification notification)
            throws RpcException {
        Optional<String> id = exchange.header(RequestHeaders.SESSION);
        if (id.isPresent()) {
            requireLegacyVersion(exchange);
            Optional<McpSession> session = sessions.find(id.get(), exchange.access().caller());
            if (session.isEmpty()) {
                refuseSession(exchange, Optional.empty());
                return;
            }
            core.notification(notification, session.get().scope());
        }
        exchange.respond(HttpResponse.empty(202));
    }

    private static void requireLegacyVersion(HttpExchange exchange) throws RpcException {
        Optional<String> named = RequestHeaders.version(exchange);
        if (named.isPresent() && !Era.LEGACY.versions().contains(named.get())) {
            throw new RpcException(
                    RpcError.INVALID_REQUEST,
                    "header '%s' names no version of a session".formatted(RequestHeaders.VERSION));
        }
    }

    /** Starts the stream of a session, for messages that are not responses. */
    private void listen(HttpExchange exchange) throws RpcException {
        Optional<String> id = exchange.header(RequestHeaders.SESSION);
        if (id.isEmpty()) {
            refuseMethod(exchange);
            return;
        }
        requireLegacyVersion(exchange);
        Optional<McpSession> session = sessions.find(id.get(), exchange.access().caller());
        if (session.isEmpty()) {
            refuseSession(exchange, Optional.empty());
            return;
        }
        if (!HttpOutlet.takesStreams(exchange)) {
            refuseFormat(exchange, Optional.empty());
            return;
        }
        Optional<EventStream> stream = exchange.startStream(Map.of());
        if (stream.isPresent()) {
            Runnable end =
                    core.subscribe(exchange.access(), message -> stream.get().send(event(message)));
            stream.get().onClosed(end);
            session.get().attach(stream.get());
        }
    }

    private static ServerSentEvent event(byte[] message) {
        return ServerSentEvent.of(new String(message, StandardCharsets.UTF_8));
    }

    private void end(HttpExchange exchange) {
        Optional<String> id = exchange.header(RequestHeaders.SESSION);
        if (id.isEmpty()) {
            refuseMethod(exchange);
            return;
        }
        Optional<McpSession> session = sessions.find(id.get(), exchange.access().caller());
        if (session.isEmpty()) {
            refuseSession(exchange, Optional.empty());
            return;
        }
        sessions.end(session.get());
        exchange.respond(HttpResponse.empty(204));
    }

    private static Inquiry inquiry(
            HttpExchange exchange,
            Message.Request request,
            Era era,
            String version,
            RequestScope scope) {
        return new Inquiry(
                era,
                version,
                exchange.access(),
                scope,
                Envelope.attributes(
                        request.params(), TraceHeaders.of(exchange), version, TRANSPORT));
    }

    private static void refuseMethod(HttpExchange exchange) {
        exchange.respond(HttpResponse.empty(405).with("Allow", "POST"));
    }

    private static void refuseFormat(HttpExchange exchange, Optional<RpcId> id) {
        respond(
                exchange,
                406,
                id,
                RpcError.of(
                        RpcError.INVALID_REQUEST,
                        "client does not accept text/event-stream, which this answer is"));
    }

    private static void refuseSession(HttpExchange exchange, Optional<RpcId> id) {
        respond(
                exchange,
                404,
                id,
                RpcError.of(RpcError.NO_SESSION, "session is unknown or has ended"));
    }

    private static void respond(
            HttpExchange exchange, int status, Optional<RpcId> id, RpcError error) {
        exchange.respond(HttpResponse.json(status, Answer.error(id, error).message()));
    }
}
