package org.vexhost.gateway.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolState;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ServerSentEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventsRouteTest {

    private final FakeEventLog log = new FakeEventLog();
    private final EventsRoute route = new EventsRoute(() -> Optional.of(log.administration()));

    @Test
    void aNewListenerHearsWhatComesNext() {
        log.add(state("echo"));
        List<ServerSentEvent> events = listen("", Set.of("echo"), Role.CALL).events();
        assertEquals(List.of(), events);
        log.add(state("echo"));
        assertEquals(1, events.size());
        assertEquals(Optional.of("state"), events.get(0).type());
        JsonNode data = data(events.get(0));
        assertEquals(2, data.get("sequence").intValue());
        assertEquals("ACTIVE", data.get("after").get("state").stringValue());
    }

    @Test
    void onlyEventsOfTheCallersToolsAreTold() {
        List<ServerSentEvent> events = listen("", Set.of("echo"), Role.CALL).events();
        log.add(state("hidden"));
        log.add(state("echo"));
        log.add(state("hidden"));
        assertEquals(1, events.size());
        assertEquals("echo", data(events.get(0)).get("tool").stringValue());
    }

    @Test
    void whatOperatorsDoIsForOperators() {
        List<ServerSentEvent> caller = listen("", Set.of("echo"), Role.CALL).events();
        List<ServerSentEvent> operator = listen("", Set.of("echo"), Role.OPERATOR).events();
        log.add(event("echo", AdminEvent.Kind.GRANTED));
        log.add(state("echo"));
        assertEquals(1, caller.size());
        JsonNode seen = data(caller.get(0));
        assertFalse(seen.has("operator"));
        assertFalse(seen.has("artifactDigest"));
        assertFalse(seen.get("after").has("reason"));
        assertEquals(2, operator.size());
        assertEquals(Optional.of("granted"), operator.get(0).type());
        assertEquals("user 'root'", data(operator.get(0)).get("operator").stringValue());
        assertEquals("because", data(operator.get(1)).get("after").get("reason").stringValue());
    }

    @Test
    void aListenerResumesAfterTheLastEventThatItSaw() {
        List<ServerSentEvent> first = listen("", Set.of("echo"), Role.CALL).events();
        log.add(state("echo"));
        log.add(state("hidden"));
        log.add(state("echo"));
        assertEquals(2, first.size());
        String seen = first.get(0).id().orElseThrow();
        List<ServerSentEvent> resumed = listen(seen, Set.of("echo"), Role.CALL).events();
        assertEquals(List.of(first.get(1)), resumed);
        log.add(state("echo"));
        assertEquals(2, resumed.size());
        assertEquals(first.get(2), resumed.get(1));
    }

    @Test
    void eventsThatAreNotKeptAnyMoreAreSaidToBeMissed() {
        List<ServerSentEvent> first = listen("", Set.of("echo"), Role.CALL).events();
        for (int i = 0; i < FakeEventLog.KEPT + 2; i++) {
            log.add(state("echo"));
        }
        String seen = first.get(0).id().orElseThrow();
        List<ServerSentEvent> resumed = listen(seen, Set.of("echo"), Role.CALL).events();
        assertEquals(Optional.of("missed"), resumed.get(0).type());
        assertEquals(Optional.empty(), resumed.get(0).id());
        assertEquals(FakeEventLog.KEPT, resumed.size() - 1);
        // Nothing is missing after the second, of which the next is kept.
        List<ServerSentEvent> whole =
                listen(first.get(1).id().orElseThrow(), Set.of("echo"), Role.CALL).events();
        assertEquals(Optional.of("state"), whole.get(0).type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "x", "-", "-1", "00000000-1", "a-b-c", "99999999999999999999"})
    void anIdOfAnotherStartGetsAllThatIsKept(String id) {
        log.add(state("echo"));
        log.add(state("echo"));
        assertEquals(2, listen(id, Set.of("echo"), Role.CALL).events().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "-5", "99999999999999999999", " 1"})
    void aNumberThatIsNotOneGetsAllThatIsKept(String number) {
        List<ServerSentEvent> first = listen("", Set.of("echo"), Role.CALL).events();
        log.add(state("echo"));
        String id = first.get(0).id().orElseThrow();
        String epoch = id.substring(0, id.indexOf('-') + 1);
        assertEquals(1, listen(epoch + number, Set.of("echo"), Role.CALL).events().size());
        assertEquals(0, listen(epoch + "999", Set.of("echo"), Role.CALL).events().size());
    }

    @Test
    void aClosedStreamIsNotListenedForAnyMore() {
        StreamExchange exchange = listen("", Set.of("echo"), Role.CALL);
        assertEquals(1, log.listeners());
        exchange.close();
        assertEquals(0, log.listeners());
        log.add(state("echo"));
        assertEquals(List.of(), exchange.events());
    }

    @Test
    void otherMethodsAndAHostThatStartsAreAnswered() {
        StreamExchange post = new StreamExchange("POST", "", Set.of(), Role.CALL);
        route.handle(post);
        assertEquals(405, post.answer().map(HttpResponse::status).orElseThrow());
        StreamExchange early = new StreamExchange("GET", "", Set.of(), Role.CALL);
        new EventsRoute(Optional::empty).handle(early);
        assertEquals(503, early.answer().map(HttpResponse::status).orElseThrow());
        assertTrue(early.answer().orElseThrow().headers().containsKey("Retry-After"));
    }

    private StreamExchange listen(String lastEventId, Set<String> tools, Role role) {
        StreamExchange exchange = new StreamExchange("GET", lastEventId, tools, role);
        route.handle(exchange);
        return exchange;
    }

    private static JsonNode data(ServerSentEvent event) {
        return new JsonMapper().readTree(event.data());
    }

    private AdminEvent state(String tool) {
        return event(tool, AdminEvent.Kind.STATE);
    }

    private AdminEvent event(String tool, AdminEvent.Kind kind) {
        return new AdminEvent(
                log.lastSequence() + 1,
                Instant.EPOCH,
                kind,
                tool,
                Optional.empty(),
                Optional.of(
                        new ToolStatus(
                                tool,
                                tool + ".jar",
                                ToolState.ACTIVE,
                                Instant.EPOCH,
                                "because",
                                Optional.of("1.0"),
                                Optional.of("1.0"))),
                Optional.of(Caller.user("root")),
                Optional.of("sha256:00"));
    }
}
