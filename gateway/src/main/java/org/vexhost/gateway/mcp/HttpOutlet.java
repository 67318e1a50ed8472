package org.vexhost.gateway.mcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ServerSentEvent;
import org.vexhost.gateway.mcp.core.Answer;
import org.vexhost.gateway.mcp.core.Outlet;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.tool.Era;

/**
 * Sends the response to one request over HTTP: a JSON text, or a stream of events if the request
 * takes too long.
 */
final class HttpOutlet implements Outlet {

    private final HttpExchange exchange;
    private final Era era;
    private final boolean takesStreams;
    private final Map<String, String> headers;
    private final List<Runnable> callbacks = new ArrayList<>();
    private @Nullable EventStream stream;
    private boolean isGone;

    /**
     * Creates an outlet for a request that has no response yet.
     *
     * @param headers additional headers of the response
     */
    HttpOutlet(HttpExchange exchange, Era era, Map<String, String> headers) {
        this.exchange = exchange;
        this.era = era;
        this.headers = headers;
        this.takesStreams = takesStreams(exchange);
    }

    /** Whether a client accepts streams of events. */
    static boolean takesStreams(HttpExchange exchange) {
        return exchange.headers("Accept").stream()
                .anyMatch(value -> value.contains("text/event-stream") || value.contains("*/*"));
    }

    @Override
    public void finish(Answer answer) {
        Optional<EventStream> open = open();
        if (open.isPresent()) {
            open.get().send(event(answer.message()));
            open.get().close();
        } else if (!isGone()) {
            HttpResponse response = HttpResponse.json(status(answer), answer.message());
            for (Map.Entry<String, String> header : headers.entrySet()) {
                response = response.with(header.getKey(), header.getValue());
            }
            exchange.respond(response);
        }
    }

    @Override
    public boolean startStream() {
        synchronized (this) {
            if (stream != null) {
                return true;
            }
            if (isGone || !takesStreams) {
                return false;
            }
        }
        Optional<EventStream> started = exchange.startStream(headers);
        if (started.isEmpty()) {
            // The exchange has already responded that the caller has too many streams.
            gone();
            return false;
        }
        synchronized (this) {
            stream = started.get();
        }
        started.get().onClosed(this::gone);
        return true;
    }

    @Override
    public void send(byte[] message) {
        open().ifPresent(open -> open.send(event(message)));
    }

    @Override
    public void abandon() {
        if (open().isEmpty() && !isGone() && !startStream()) {
            if (!isGone()) {
                exchange.respond(HttpResponse.empty(204));
            }
            return;
        }
        open().ifPresent(EventStream::close);
    }

    @Override
    public void onGone(Runnable callback) {
        synchronized (this) {
            if (!isGone) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    private void gone() {
        List<Runnable> all;
        synchronized (this) {
            isGone = true;
            all = List.copyOf(callbacks);
            callbacks.clear();
        }
        all.forEach(Runnable::run);
    }

    private synchronized Optional<EventStream> open() {
        return Optional.ofNullable(stream);
    }

    private synchronized boolean isGone() {
        return isGone;
    }

    /** The HTTP status for a final message that is not sent in a stream. */
    private int status(Answer answer) {
        if (answer.errorCode().isEmpty()) {
            return 200;
        }
        return switch (answer.errorCode().getAsInt()) {
            case RpcError.PARSE_ERROR, RpcError.INVALID_REQUEST -> 400;
            case RpcError.METHOD_NOT_FOUND -> era == Era.MODERN ? 404 : 200;
            case RpcError.OVERLOADED -> 429;
            case RpcError.INTERNAL_ERROR -> 200;
            default -> era == Era.MODERN ? 400 : 200;
        };
    }

    private static ServerSentEvent event(byte[] message) {
        return ServerSentEvent.of(new String(message, StandardCharsets.UTF_8));
    }
}
