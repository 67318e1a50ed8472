package org.vexhost.gateway.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ServerSentEvent;

/** A request for events, and the stream that answers it. Used by one thread. */
final class StreamExchange implements HttpExchange, EventStream, CallerAccess {

    private final String method;
    private final String lastEventId;
    private final Set<String> tools;
    private final Role role;
    private final List<ServerSentEvent> events = new ArrayList<>();
    private final List<Runnable> callbacks = new ArrayList<>();
    private @Nullable HttpResponse answer;
    private boolean isClosed;

    StreamExchange(String method, String lastEventId, Set<String> tools, Role role) {
        this.method = method;
        this.lastEventId = lastEventId;
        this.tools = tools;
        this.role = role;
    }

    /** What was sent; grows. */
    List<ServerSentEvent> events() {
        return events;
    }

    Optional<HttpResponse> answer() {
        return Optional.ofNullable(answer);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return EventsRoute.PATH;
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Last-Event-ID") && !lastEventId.isEmpty()
                ? List.of(lastEventId)
                : List.of();
    }

    @Override
    public byte[] body() {
        return new byte[0];
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
        return this;
    }

    @Override
    public void respond(HttpResponse response) {
        answer = response;
    }

    @Override
    public Optional<EventStream> startStream(Map<String, String> headers) {
        return Optional.of(this);
    }

    @Override
    public boolean send(ServerSentEvent event) {
        return !isClosed && events.add(event);
    }

    @Override
    public void close() {
        isClosed = true;
        callbacks.forEach(Runnable::run);
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void onClosed(Runnable callback) {
        callbacks.add(callback);
    }

    @Override
    public Caller caller() {
        return Caller.of(Caller.Kind.CLIENT, "ci");
    }

    @Override
    public boolean maySee(String tool) {
        return tools.contains(tool);
    }

    @Override
    public boolean has(Role wanted) {
        return wanted == role;
    }

    @Override
    public boolean isEnded() {
        return isClosed;
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
