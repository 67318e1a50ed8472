package org.vexhost.gateway.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.gateway.mcp.Await;
import org.vexhost.gateway.mcp.FakeAccess;
import org.vexhost.gateway.mcp.FakeTools;
import org.vexhost.gateway.mcp.core.McpCore;
import org.vexhost.gateway.mcp.core.ServerInfo;
import org.vexhost.gateway.time.Ticker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PipeConnectorTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String HELLO =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                    + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}\n"
                    + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";

    private final FakeTools tools =
            new FakeTools()
                    .with("echo", "true", arguments -> arguments)
                    .with("lines", "true", arguments -> Json.parse("{\n\"a\":\r\n1}"))
                    .withEndless("spin");
    private final FakeAccess agent = new FakeAccess("agent", "echo"::equals);
    private final Ticker ticker = new Ticker("pipe-test", 100);
    private final McpCore core = new McpCore(tools, Optional::empty, new ServerInfo("1"), ticker);
    private final PipeConnector connector =
            new PipeConnector(
                    core, name -> name.equals("agent") ? Optional.of(agent) : Optional.empty());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        core.close();
        ticker.close();
    }

    private static String call(String id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",%s}}\n"
                .formatted(id, tool, META);
    }

    private void serve(String input) throws AdministrationException, IOException {
        serve(input.getBytes(StandardCharsets.UTF_8), out);
    }

    private void serve(byte[] input, OutputStream output)
            throws AdministrationException, IOException {
        connector.serve(
                Caller.user("me"), Optional.empty(), new ByteArrayInputStream(input), output);
    }

    private List<JsonNode> said() {
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.isEmpty() || text.endsWith("\n"), text);
        return text.lines().map(MAPPER::readTree).toList();
    }

    @Test
    void eachMessageIsALine() throws AdministrationException, IOException {
        serve(call("1", "lines") + "\r\n\n" + call("\"b\"", "echo"));

        List<JsonNode> said = said();
        assertEquals(2, said.size());
        assertEquals(
                MAPPER.readTree("{\"a\":1}"), said.get(0).path("result").path("structuredContent"));
        assertEquals("b", said.get(1).path("id").stringValue());
        assertEquals("me", tools.calls().get(0).caller().name());
        assertEquals("pipe", tools.calls().get(0).attributes().get("network.transport"));
    }

    @Test
    void clientThatIntroducesItselfIsOfTheOlderEra() throws AdministrationException, IOException {
        serve(HELLO + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");

        assertEquals(
                "2025-11-25", said().get(0).path("result").path("protocolVersion").stringValue());
        assertEquals(MAPPER.readTree("{}"), said().get(1).path("result"));
    }

    @Test
    void otherMessagesAreErrors() throws AdministrationException, IOException {
        serve(
                "nonsense\n[]\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"
                        + call("2", "none")
                        + call("3", "echo").replace("2026-07-28", "2099-01-01"));

        assertEquals(
                List.of(-32700, -32600, -32602, -32602, -32022),
                said().stream().map(each -> each.path("error").path("code").asInt()).toList());
    }

    @Test
    void lineIsBoundedAndTheNextOneIsRead() throws AdministrationException, IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(new byte[Pipe.MAX_MESSAGE_BYTES + 1]);
        input.write('\n');
        input.write(call("2", "echo").getBytes(StandardCharsets.UTF_8));
        serve(input.toByteArray(), out);

        assertEquals(-32600, said().get(0).path("error").path("code").asInt());
        assertTrue(said().get(1).has("result"));
    }

    @Test
    void lineWithoutAnEndIsReadWhenTheInputEnds() throws AdministrationException, IOException {
        serve(call("2", "echo").strip());

        assertTrue(said().get(0).has("result"));
    }

    @Test
    void configuredCallerSeesItsTools() throws AdministrationException, IOException {
        connector.serve(
                Caller.user("me"),
                Optional.of("agent"),
                new ByteArrayInputStream(
                        (call("1", "lines") + call("2", "echo")).getBytes(StandardCharsets.UTF_8)),
                out);

        assertEquals(-32602, said().get(0).path("error").path("code").asInt());
        assertTrue(said().get(1).has("result"));
        assertEquals("agent", tools.calls().get(0).caller().name());
    }

    @Test
    void unknownCallerIsRejected() {
        AdministrationException e =
                assertThrows(
                        AdministrationException.class,
                        () ->
                                connector.serve(
                                        Caller.user("me"),
                                        Optional.of("nobody"),
                                        new ByteArrayInputStream(new byte[0]),
                                        out));

        assertEquals("no caller 'nobody' that may call tools is configured", e.getMessage());
    }

    /** A client whose input goes on. */
    private final class Client implements AutoCloseable {
        final PipedOutputStream input = new PipedOutputStream();
        final Thread thread;

        Client(Optional<String> caller) throws IOException {
            PipedInputStream in = new PipedInputStream(input);
            thread =
                    new Thread(
                            () -> {
                                try {
                                    connector.serve(Caller.user("me"), caller, in, out);
                                } catch (AdministrationException | IOException e) {
                                    // It ends, which is what tests look at.
                                }
                            });
            thread.start();
        }

        void say(String text) throws IOException {
            input.write(text.getBytes(StandardCharsets.UTF_8));
            input.flush();
        }

        @Override
        public void close() throws IOException {
            input.close();
            thread.interrupt();
        }
    }

    @Test
    void cancellationEndsTheCallAndNothingIsSaidOfIt() throws IOException, InterruptedException {
        try (Client client = new Client(Optional.empty())) {
            client.say(HELLO + call("7", "spin"));
            Await.until("call", () -> tools.open().size() == 1);
            client.say(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                            + "\"params\":{\"requestId\":7}}\n"
                            + "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}\n");
            Await.until("end", () -> tools.open().get(0).isCancelled());
            Await.until("ping", () -> said().size() >= 2);

            assertEquals(
                    List.of(0, 8), said().stream().map(each -> each.path("id").asInt()).toList());
        }
    }

    @Test
    void clientThatLeavesEndsItsCalls() throws IOException, InterruptedException {
        try (Client client = new Client(Optional.empty())) {
            client.say(call("7", "spin") + call("8", "spin"));
            Await.until("calls", () -> tools.open().size() == 2);
            client.thread.interrupt();

            Await.until("end", () -> tools.open().stream().allMatch(call -> call.isCancelled()));
        }
    }

    @Test
    void callerThatEndsEndsItsPipe() throws IOException, InterruptedException {
        try (Client client = new Client(Optional.of("agent"))) {
            client.say(HELLO);
            Await.until("hello", () -> said().size() == 1);
            agent.end();

            client.thread.join(30_000);
            assertFalse(client.thread.isAlive());
        }
    }

    @Test
    void changesAreToldInBothEras() throws IOException, InterruptedException {
        try (Client client = new Client(Optional.empty())) {
            client.say(
                    HELLO
                            + "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"subscriptions/listen\",\"params\":"
                            + "{\"notifications\":{\"toolsListChanged\":true},"
                            + META
                            + "}}\n");
            Await.until("acknowledgement", () -> said().size() == 2);
            tools.with("new", "true", arguments -> arguments);
            core.toolsChanged();
            Await.until("changes", () -> said().size() == 4);

            assertEquals(
                    List.of("notifications/tools/list_changed", "notifications/tools/list_changed"),
                    said().subList(2, 4).stream()
                            .map(each -> each.path("method").stringValue())
                            .toList());
        }
    }

    @Test
    void clientThatReadsNothingIsDropped() throws IOException, InterruptedException {
        String large = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        tools.with("large", "true", arguments -> Json.parse(large));
        PipedInputStream unread = new PipedInputStream();
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            input.append(call("" + i, "large"));
        }
        byte[] bytes = input.toString().getBytes(StandardCharsets.UTF_8);
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                serve(bytes, new PipedOutputStream(unread));
                            } catch (AdministrationException | IOException e) {
                                // It ends, which is what this looks at.
                            }
                        });
        thread.start();
        thread.join(60_000);

        assertFalse(thread.isAlive());
    }
}
