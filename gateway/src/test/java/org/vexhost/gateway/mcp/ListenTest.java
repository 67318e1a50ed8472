package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.mcp.Mcp.assertError;
import static org.vexhost.gateway.mcp.Mcp.json;
import static org.vexhost.gateway.mcp.Mcp.message;
import static org.vexhost.gateway.mcp.Mcp.params;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListenTest {

    private static final String WANTED = "\"notifications\":{\"toolsListChanged\":true,\"x\":true}";

    private final Mcp mcp = new Mcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    private FakeExchange listen(FakeAccess caller, String members) {
        return mcp.exchange(message("\"s\"", "subscriptions/listen", params(members)), caller)
                .header("MCP-Protocol-Version", Mcp.MODERN)
                .header("Mcp-Method", "subscriptions/listen");
    }

    private static void assertTagged(JsonNode members) {
        assertEquals(
                "s",
                members.path("_meta").path("io.modelcontextprotocol/subscriptionId").stringValue());
    }

    @Test
    void acknowledgementComesFirstAndChangesFollow() throws InterruptedException {
        FakeStream stream = mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow();
        JsonNode first = json(stream.events().get(0));
        assertEquals(
                "notifications/subscriptions/acknowledged", first.path("method").stringValue());
        assertEquals(
                json("{\"toolsListChanged\":true}"), first.path("params").path("notifications"));
        assertTagged(first.path("params"));

        mcp.tools.with("new", "true", arguments -> arguments);
        mcp.core.toolsChanged();
        Await.until("change", () -> stream.events().size() == 2);
        JsonNode change = json(stream.events().get(1));
        assertEquals("notifications/tools/list_changed", change.path("method").stringValue());
        assertTagged(change.path("params"));
    }

    @Test
    void oneOfManyChangesIsTold() throws InterruptedException {
        FakeStream stream = mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow();
        FakeAccess other = new FakeAccess("other", "hidden"::equals);
        FakeStream blind = mcp.handle(listen(other, WANTED)).stream().orElseThrow();
        for (int i = 0; i < 100; i++) {
            mcp.tools.with("new" + i, "true", arguments -> arguments);
            mcp.core.toolsChanged();
        }
        Await.until("change", () -> stream.events().size() > 1);
        mcp.core.toolsChanged();
        mcp.tools.with("hidden", "true", arguments -> arguments);
        mcp.core.toolsChanged();
        Await.until("change", () -> blind.events().size() == 2);

        assertTrue(stream.events().size() < 20, "events: " + stream.events().size());
    }

    @Test
    void onlyWhatIsWantedIsTold() throws InterruptedException {
        FakeStream deaf =
                mcp.handle(listen(mcp.access, "\"notifications\":{}")).stream().orElseThrow();
        FakeStream stream = mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow();
        mcp.tools.remove("echo");
        mcp.core.toolsChanged();
        Await.until("change", () -> stream.events().size() == 2);

        assertEquals(json("{}"), json(deaf.events().get(0)).path("params").path("notifications"));
        assertEquals(1, deaf.events().size());
    }

    @Test
    void endOfTheHostIsAResult() {
        FakeStream stream = mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow();
        FakeStream deaf =
                mcp.handle(listen(mcp.access, "\"notifications\":{}")).stream().orElseThrow();
        mcp.close();

        for (FakeStream each : new FakeStream[] {stream, deaf}) {
            assertTrue(each.isClosed());
            JsonNode last = json(each.events().get(each.events().size() - 1));
            assertEquals("s", last.path("id").stringValue());
            assertEquals("complete", last.path("result").path("resultType").stringValue());
            assertTagged(last.path("result"));
        }
    }

    @Test
    void listenerTakesAStreamAndSaysWhatItWants() {
        assertError(
                406,
                -32600,
                mcp.handle(listen(mcp.access, WANTED).header("Accept", "application/json")));
        assertError(400, -32602, mcp.handle(listen(mcp.access, "")));
        assertError(400, -32602, mcp.handle(listen(mcp.access, "\"notifications\":[]")));
        assertEquals(429, mcp.handle(listen(mcp.access, WANTED).withoutStreams()).status());
    }

    @Test
    void thousandListenersComeAndGo() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow().close();
        }
        FakeStream last = mcp.handle(listen(mcp.access, WANTED)).stream().orElseThrow();
        mcp.tools.remove("echo");
        mcp.core.toolsChanged();

        Await.until("change", () -> last.events().size() == 2);
        assertEquals(1, mcp.core.listeners());
    }
}
