package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;

/** A request of a test, and what becomes of it. */
final class FakeExchange implements HttpExchange {

    private final String method;
    private final byte[] body;
    private final CallerAccess access;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private boolean hasStreams = true;
    private @Nullable HttpResponse response;
    private @Nullable FakeStream stream;

    FakeExchange(String method, byte[] body, CallerAccess access) {
        this.method = method;
        this.body = body;
        this.access = access;
        header("Content-Type", "application/json");
        header("Accept", "application/json, text/event-stream");
    }

    FakeExchange header(String name, String... values) {
        headers.put(name.toLowerCase(Locale.ROOT), List.of(values));
        return this;
    }

    FakeExchange without(String name) {
        List<String> ignored = headers.remove(name.toLowerCase(Locale.ROOT));
        return this;
    }

    /** The caller has too many streams. */
    FakeExchange withoutStreams() {
        hasStreams = false;
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/mcp";
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
    public Optional<String> parameter(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public CallerAccess access() {
        return access;
    }

    @Override
    public synchronized void respond(HttpResponse answer) {
        assertFalse(isAnswered(), "answered twice");
        response = answer;
    }

    @Override
    public synchronized Optional<EventStream> startStream(Map<String, String> more) {
        assertFalse(isAnswered(), "answered twice");
        if (!hasStreams) {
            response = HttpResponse.empty(429);
            return Optional.empty();
        }
        FakeStream started = new FakeStream();
        stream = started;
        return Optional.of(started);
    }

    private boolean isAnswered() {
        return response != null || stream != null;
    }

    synchronized Optional<FakeStream> stream() {
        return Optional.ofNullable(stream);
    }

    synchronized Optional<HttpResponse> response() {
        return Optional.ofNullable(response);
    }

    int status() {
        HttpResponse answer = response().orElse(null);
        assertNotNull(answer, "no answer");
        return answer.status();
    }

    String text() {
        HttpResponse answer = response().orElse(null);
        assertNotNull(answer, "no answer");
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
