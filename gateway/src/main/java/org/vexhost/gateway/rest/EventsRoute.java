package org.vexhost.gateway.rest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The route of {@code /api/v1/events}: streams changes of the tools that a caller may see. A client
 * resumes the stream with {@code Last-Event-ID}. An event of type {@code missed} reports that
 * earlier events were lost.
 */
final class EventsRoute implements HttpRoute {

    static final String PATH = "/api/v1/events";

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Identifies the current run of the host in the ids of events, because event numbers restart
     * when the host restarts.
     */
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    private final Supplier<Optional<ToolAdministration>> tools;

    EventsRoute(Supplier<Optional<ToolAdministration>> tools) {
        this.tools = tools;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void handle(HttpExchange exchange) {
        Optional<EventLog> log = tools.get().map(ToolAdministration::events);
        if (!exchange.method().equals("GET")) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET"));
        } else if (log.isEmpty()) {
            exchange.respond(
                    ProblemDetails.of(503, "NOT_READY", "the host is starting or stopping")
                            .with("Retry-After", "1"));
        } else {
            long last = last(exchange, log.get());
            exchange.startStream(Map.of())
                    .ifPresent(stream -> follow(stream, exchange.access(), log.get(), last));
        }
    }

    private void follow(EventStream stream, CallerAccess access, EventLog log, long last) {
        if (log.firstSequence() > last + 1) {
            boolean ignored =
                    stream.send(new ServerSentEvent(Optional.empty(), Optional.of("missed"), "{}"));
        }
        AtomicReference<EventLog.@Nullable Subscription> subscription = new AtomicReference<>();
        subscription.set(log.subscribe(last, event -> tell(stream, access, event)));
        stream.onClosed(
                () -> {
                    EventLog.Subscription open = subscription.getAndSet(null);
                    if (open != null) {
                        open.close();
                    }
                });
    }

    private long last(HttpExchange exchange, EventLog log) {
        String id = exchange.header("Last-Event-ID").orElse("");
        if (id.isEmpty()) {
            return log.lastSequence();
        }
        int dash = id.indexOf('-');
        if (dash > 0 && id.substring(0, dash).equals(epoch)) {
            try {
                long number = Long.parseLong(id.substring(dash + 1));
                return Math.max(0, Math.min(number, log.lastSequence()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        // The id is from an earlier run or invalid, so the client receives all events in the log.
        return 0;
    }

    private void tell(EventStream stream, CallerAccess access, AdminEvent event) {
        boolean isOperator = access.has(Role.OPERATOR);
        if (access.maySee(event.tool()) && (isOperator || event.kind() == AdminEvent.Kind.STATE)) {
            boolean ignored =
                    stream.send(
                            new ServerSentEvent(
                                    Optional.of(epoch + "-" + event.sequence()),
                                    Optional.of(event.kind().name().toLowerCase(Locale.ROOT)),
                                    text(event, isOperator)));
        }
    }

    private static String text(AdminEvent event, boolean isOperator) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("sequence", event.sequence());
        node.put("time", event.time().toString());
        node.put("kind", event.kind().name());
        node.put("tool", event.tool());
        event.before().ifPresent(status -> put(node.putObject("before"), status, isOperator));
        event.after().ifPresent(status -> put(node.putObject("after"), status, isOperator));
        if (isOperator) {
            event.operator().ifPresent(operator -> node.put("operator", operator.toString()));
            event.artifactDigest().ifPresent(digest -> node.put("artifactDigest", digest));
        }
        return MAPPER.writeValueAsString(node);
    }

    private static void put(ObjectNode node, ToolStatus status, boolean isOperator) {
        node.put("state", status.state().name());
        status.version().ifPresent(version -> node.put("version", version));
        status.servingVersion().ifPresent(version -> node.put("servingVersion", version));
        if (isOperator) {
            node.put("reason", status.reason());
            node.put("artifact", status.artifact());
        }
    }
}
