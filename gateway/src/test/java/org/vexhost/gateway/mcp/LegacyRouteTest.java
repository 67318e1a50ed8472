package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.mcp.Mcp.assertError;
import static org.vexhost.gateway.mcp.Mcp.json;
import static org.vexhost.gateway.mcp.Mcp.message;
import static org.vexhost.gateway.mcp.Mcp.result;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vexhost.gateway.mcp.tool.Era;
import tools.jackson.databind.JsonNode;

class LegacyRouteTest {

    private final Mcp mcp = new Mcp(new McpSessions(3, 100), Optional.empty());

    @AfterEach
    void close() {
        mcp.close();
    }

    private FakeExchange notify(String session, String method, String params) {
        return mcp.handle(
                mcp.exchange(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}"
                                        .formatted(method, params))
                        .header("Mcp-Session-Id", session));
    }

    @Test
    void knownVersionIsAgreedOnAndAnotherIsAnsweredWithTheNewest() {
        for (String version : Era.LEGACY.versions()) {
            assertEquals(version, initialized(version).path("protocolVersion").stringValue());
        }
        for (String version : List.of("2024-11-05", "2026-07-28", "x")) {
            assertEquals("2025-11-25", initialized(version).path("protocolVersion").stringValue());
        }
    }

    private JsonNode initialized(String version) {
        JsonNode result =
                result(
                        mcp.handle(
                                mcp.exchange(
                                        message(
                                                "0",
                                                "initialize",
                                                "{\"protocolVersion\":\"%s\"}"
                                                        .formatted(version)))));
        assertEquals("vexhost", result.path("serverInfo").path("name").stringValue());
        assertTrue(result.path("capabilities").path("tools").path("listChanged").booleanValue());
        return result;
    }

    @Test
    void sessionListsCallsAndPings() {
        String session = mcp.initialize("2025-11-25");

        assertEquals(202, notify(session, "notifications/initialized", "{}").status());
        assertEquals(json("{}"), result(mcp.handle(mcp.legacy(session, "1", "ping", "{}"))));
        JsonNode list = result(mcp.handle(mcp.legacy(session, "2", "tools/list", "{}")));
        assertEquals("echo", list.path("tools").path(0).path("name").stringValue());
        assertFalse(list.has("ttlMs"));
        JsonNode called =
                result(
                        mcp.handle(
                                mcp.legacy(
                                        session,
                                        "3",
                                        "tools/call",
                                        "{\"name\":\"echo\",\"arguments\":{\"text\":\"x\"}}")));
        assertEquals(json("{\"text\":\"x\"}"), called.path("structuredContent"));
        for (String method : List.of("server/discover", "subscriptions/listen", "prompts/list")) {
            assertError(200, -32601, mcp.handle(mcp.legacy(session, "4", method, "{}")));
        }
    }

    @Test
    void sessionBelongsToItsCaller() {
        String session = mcp.initialize("2025-11-25");
        FakeAccess other = new FakeAccess("other");
        FakeExchange exchange =
                mcp.exchange(message("1", "ping", "{}"), other).header("Mcp-Session-Id", session);

        assertError(404, -32001, mcp.handle(exchange));
        assertError(404, -32001, mcp.handle(mcp.legacy("unknown", "1", "ping", "{}")));
        FakeExchange delete =
                new FakeExchange("DELETE", new byte[0], other).header("Mcp-Session-Id", session);
        assertEquals(404, mcp.handle(delete).status());
        result(mcp.handle(mcp.legacy(session, "1", "ping", "{}")));
    }

    @Test
    void sessionBelongsToTheSubjectOfItsToken() {
        FakeAccess ann = FakeAccess.ofSubject("team", "ann");
        FakeAccess bob = FakeAccess.ofSubject("team", "bob");
        String first = mcp.initialize("2025-11-25", ann);
        String second = mcp.initialize("2025-11-25", bob);

        assertError(404, -32001, mcp.handle(ping(first, bob)));
        assertEquals(404, mcp.handle(delete(first, bob)).status());
        for (int i = 0; i < 5; i++) {
            String ignored = mcp.initialize("2025-11-25", bob);
        }
        assertError(404, -32001, mcp.handle(ping(second, bob)));
        result(mcp.handle(ping(first, FakeAccess.ofSubject("team", "ann"))));
    }

    private FakeExchange ping(String session, FakeAccess caller) {
        return mcp.exchange(message("1", "ping", "{}"), caller).header("Mcp-Session-Id", session);
    }

    private static FakeExchange delete(String session, FakeAccess caller) {
        return new FakeExchange("DELETE", new byte[0], caller).header("Mcp-Session-Id", session);
    }

    @Test
    void deletedSessionIsGoneAndItsCallsEnd() {
        mcp.tools.withEndless("spin");
        String session = mcp.initialize("2025-11-25");
        FakeExchange call =
                mcp.handle(mcp.legacy(session, "1", "tools/call", "{\"name\":\"spin\"}"));
        FakeExchange delete =
                new FakeExchange("DELETE", new byte[0], mcp.access)
                        .header("Mcp-Session-Id", session);

        assertEquals(204, mcp.handle(delete).status());
        assertTrue(mcp.tools.open().get(0).isCancelled());
        assertTrue(call.stream().orElseThrow().isClosed());
        assertError(404, -32001, mcp.handle(mcp.legacy(session, "1", "ping", "{}")));
    }

    @Test
    void sessionsAreBoundedAndTheUnusedGoFirst() {
        String first = mcp.initialize("2025-11-25");
        String second = mcp.initialize("2025-11-25");
        String third = mcp.initialize("2025-11-25");
        result(mcp.handle(mcp.legacy(first, "1", "ping", "{}")));
        String fourth = mcp.initialize("2025-11-25");

        assertNotEquals(third, fourth);
        assertError(404, -32001, mcp.handle(mcp.legacy(second, "1", "ping", "{}")));
        for (String session : List.of(first, third, fourth)) {
            result(mcp.handle(mcp.legacy(session, "1", "ping", "{}")));
        }
    }

    @Test
    void sessionsInUseAreNotDropped() {
        mcp.tools.withEndless("spin");
        for (int i = 0; i < 3; i++) {
            FakeExchange ignored =
                    mcp.handle(
                            mcp.legacy(
                                    mcp.initialize("2025-11-25"),
                                    "1",
                                    "tools/call",
                                    "{\"name\":\"spin\"}"));
        }
        FakeExchange exchange =
                mcp.exchange(message("0", "initialize", "{\"protocolVersion\":\"2025-11-25\"}"));

        assertError(429, -32000, mcp.handle(exchange));
        assertTrue(mcp.tools.open().stream().noneMatch(call -> call.isDone()));
    }

    @Test
    void unusedSessionExpires() {
        String session = mcp.initialize("2025-11-25");
        mcp.sessions.expire(System.nanoTime() + McpSessions.MAX_IDLE.toNanos() - 60_000_000_000L);
        result(mcp.handle(mcp.legacy(session, "1", "ping", "{}")));
        mcp.sessions.expire(System.nanoTime() + McpSessions.MAX_IDLE.toNanos() + 1);

        assertError(404, -32001, mcp.handle(mcp.legacy(session, "1", "ping", "{}")));
    }

    @Test
    void cancellationActsInsideItsSession() {
        mcp.tools.withEndless("spin");
        String session = mcp.initialize("2025-11-25");
        String other = mcp.initialize("2025-11-25");
        FakeExchange call =
                mcp.handle(mcp.legacy(session, "7", "tools/call", "{\"name\":\"spin\"}"));

        assertEquals(202, notify(other, "notifications/cancelled", "{\"requestId\":7}").status());
        assertEquals(
                202, notify(session, "notifications/cancelled", "{\"requestId\":\"7\"}").status());
        assertFalse(mcp.tools.open().get(0).isDone());
        assertEquals(202, notify(session, "notifications/cancelled", "{\"requestId\":7}").status());
        assertTrue(mcp.tools.open().get(0).isCancelled());
        FakeStream stream = call.stream().orElseThrow();
        assertTrue(stream.isClosed());
        assertEquals(List.of(), stream.events());
    }

    @Test
    void idIsUsedOnceAtATime() {
        mcp.tools.withEndless("spin");
        String session = mcp.initialize("2025-11-25");
        String params = "{\"name\":\"spin\"}";
        FakeExchange first = mcp.handle(mcp.legacy(session, "7", "tools/call", params));

        assertError(400, -32600, mcp.handle(mcp.legacy(session, "7", "tools/call", params)));
        assertTrue(first.response().isEmpty());
        assertFalse(mcp.tools.open().get(0).isDone());
    }

    @Test
    void requestWhoseCallCannotBeginIsNotCounted() {
        mcp.tools.with(
                "full",
                "true",
                arguments -> {
                    throw new OutOfMemoryError("test");
                });
        String session = mcp.initialize("2025-11-25");
        for (int i = 0; i < 300; i++) {
            FakeExchange call =
                    mcp.legacy(session, "" + i % 7, "tools/call", "{\"name\":\"full\"}");
            OutOfMemoryError full = assertThrows(OutOfMemoryError.class, () -> mcp.handle(call));
            assertEquals("test", full.getMessage());
        }

        result(mcp.handle(mcp.legacy(session, "1", "tools/call", "{\"name\":\"echo\"}")));
        assertFalse(mcp.sessions.find(session, mcp.access.caller()).orElseThrow().isBusy());
    }

    @Test
    void requestsAtOnceAreBounded() {
        mcp.tools.withEndless("spin");
        String session = mcp.initialize("2025-11-25");
        String params = "{\"name\":\"spin\"}";
        for (int i = 0; i < 256; i++) {
            FakeExchange ignored = mcp.handle(mcp.legacy(session, "" + i, "tools/call", params));
        }

        assertError(429, -32000, mcp.handle(mcp.legacy(session, "999", "tools/call", params)));
        assertEquals(256, mcp.tools.open().size());
    }

    @Test
    void versionOfAnotherEraDoesNotBelongToASession() {
        String session = mcp.initialize("2025-11-25");

        for (String version : List.of("2026-07-28", "1999-01-01")) {
            assertError(
                    400,
                    -32600,
                    mcp.handle(
                            mcp.legacy(session, "1", "ping", "{}")
                                    .header("MCP-Protocol-Version", version)));
        }
    }

    @Test
    void versionInAHeaderDoesWithoutASession() {
        FakeExchange exchange =
                mcp.exchange(message("1", "tools/list", "{}"))
                        .header("MCP-Protocol-Version", "2025-06-18");

        assertEquals(1, result(mcp.handle(exchange)).path("tools").size());
        assertError(400, -32602, mcp.handle(mcp.exchange(message("1", "tools/list", "{}"))));
    }

    @Test
    void streamOfASessionTellsOfChanges() throws InterruptedException {
        String session = mcp.initialize("2025-11-25");
        FakeExchange first = mcp.handle(get(session));
        FakeExchange second = mcp.handle(get(session));

        assertTrue(first.stream().orElseThrow().isClosed());
        mcp.tools.with("new", "true", arguments -> arguments);
        mcp.core.toolsChanged();
        FakeStream stream = second.stream().orElseThrow();
        Await.until("change", () -> !stream.events().isEmpty());
        assertEquals(
                "notifications/tools/list_changed",
                json(stream.events().get(0)).path("method").stringValue());
        assertEquals(404, mcp.handle(get("unknown")).status());
        assertEquals(406, mcp.handle(get(session).header("Accept", "application/json")).status());
        assertEquals(405, mcp.handle(get(session).without("Mcp-Session-Id")).status());
    }

    private FakeExchange get(String session) {
        return new FakeExchange("GET", new byte[0], mcp.access).header("Mcp-Session-Id", session);
    }
}
