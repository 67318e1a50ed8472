package org.vexhost.gateway.rest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;

/**
 * A request of a client who may see some tools.
 *
 * @param client its name
 * @param trace headers that place it in a trace
 */
record FakeExchange(
        String method,
        String path,
        Map<String, String> parameters,
        String type,
        String text,
        String client,
        Set<String> tools,
        Map<String, String> trace,
        CompletableFuture<HttpResponse> answer)
        implements HttpExchange {

    static FakeExchange of(
            String method, String path, Map<String, String> parameters, String text) {
        return new FakeExchange(
                method,
                path,
                parameters,
                "application/json",
                text,
                "ci",
                Set.of("echo", "slow"),
                Map.of(),
                new CompletableFuture<>());
    }

    static FakeExchange get(String path) {
        return of("GET", path, Map.of(), "");
    }

    /** By somebody else; an empty name shows no token. */
    FakeExchange by(String other, Set<String> seen) {
        return new FakeExchange(
                method,
                path,
                parameters,
                type,
                text,
                other,
                seen,
                trace,
                new CompletableFuture<>());
    }

    FakeExchange as(String contentType) {
        return new FakeExchange(
                method,
                path,
                parameters,
                contentType,
                text,
                client,
                tools,
                trace,
                new CompletableFuture<>());
    }

    FakeExchange in(Map<String, String> headers) {
        return new FakeExchange(
                method,
                path,
                parameters,
                type,
                text,
                client,
                tools,
                headers,
                new CompletableFuture<>());
    }

    /** Runs a route and waits for its answer. */
    HttpResponse through(HttpRoute route) throws Exception {
        route.handle(this);
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public List<String> headers(String name) {
        if (name.equals("Content-Type")) {
            return List.of(type);
        }
        return trace.containsKey(name) ? List.of(trace.get(name)) : List.of();
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String address() {
        return "127.0.0.1";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public CallerAccess access() {
        return new FakeAccess(client, tools);
    }

    @Override
    public void respond(HttpResponse response) {
        if (!answer.complete(response)) {
            throw new IllegalStateException("answered twice");
        }
    }

    @Override
    public Optional<EventStream> startStream(Map<String, String> headers) {
        throw new UnsupportedOperationException("has no streams");
    }

    private record FakeAccess(String client, Set<String> tools) implements CallerAccess {
        @Override
        public Caller caller() {
            return client.isEmpty()
                    ? Caller.of(Caller.Kind.ANONYMOUS, "local")
                    : Caller.of(Caller.Kind.CLIENT, client);
        }

        @Override
        public boolean maySee(String tool) {
            return tools.contains(tool);
        }

        @Override
        public boolean has(Role role) {
            return role == Role.CALL;
        }

        @Override
        public boolean isEnded() {
            return false;
        }

        @Override
        public Optional<Instant> expiry() {
            return Optional.empty();
        }

        @Override
        public Registration onEnd(Runnable callback) {
            return () -> {};
        }
    }
}
