package org.vexhost.gateway.rest.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request of the operator {@code ops}. */
final class OperatorExchange implements HttpExchange {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String method;
    private final String path;
    private final Map<String, String> parameters = new HashMap<>();
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private String type = "";
    private byte[] body = new byte[0];

    private OperatorExchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** Below {@code /admin/v1/}. */
    static OperatorExchange of(String method, String path) {
        return new OperatorExchange(method, AdminRequest.PATH + path);
    }

    OperatorExchange with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    OperatorExchange json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    OperatorExchange body(String contentType, byte[] bytes) {
        type = contentType;
        body = bytes;
        return this;
    }

    /** What was answered, within a minute. */
    HttpResponse answer() throws Exception {
        return answer.get(60, TimeUnit.SECONDS);
    }

    static JsonNode json(HttpResponse response) {
        return MAPPER.readTree(response.body());
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Content-Type") && !type.isEmpty() ? List.of(type) : List.of();
    }

    @Override
    public byte[] body() {
        return body;
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
        return new OperatorAccess();
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

    private static final class OperatorAccess implements CallerAccess {
        @Override
        public Caller caller() {
            return Caller.of(Caller.Kind.CLIENT, "ops");
        }

        @Override
        public boolean maySee(String tool) {
            return false;
        }

        @Override
        public boolean has(Role role) {
            return role == Role.OPERATOR;
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
