package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.core.McpCore;
import org.vexhost.gateway.mcp.core.ServerInfo;
import org.vexhost.gateway.time.Ticker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A route over fake tools, and requests to it. */
final class Mcp implements AutoCloseable {

    static final String MODERN = "2026-07-28";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}%s}";

    final FakeTools tools = new FakeTools();
    final FakeAccess access = new FakeAccess("agent");
    final McpSessions sessions;
    final McpCore core;
    private final Ticker ticker = new Ticker("mcp-test", 100);
    final McpRoute route;

    Mcp() {
        this(new McpSessions(), Optional.empty());
    }

    Mcp(McpSessions sessions, Optional<ToolAdministration> administration) {
        this.sessions = sessions;
        tools.with(
                "echo",
                "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}",
                arguments -> arguments);
        core = new McpCore(tools, () -> administration, new ServerInfo("1.2.3"), ticker);
        route = new McpRoute(core, sessions);
    }

    /** The parameters of a modern request. */
    static String params(String members) {
        return params(members, "");
    }

    /** The parameters of a modern request, with more members of {@code _meta}. */
    static String params(String members, String moreMeta) {
        return "{" + META.formatted(moreMeta) + (members.isEmpty() ? "" : "," + members) + "}";
    }

    static String message(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    FakeExchange exchange(String body) {
        return exchange(body, access);
    }

    FakeExchange exchange(String body, CallerAccess caller) {
        return new FakeExchange("POST", body.getBytes(StandardCharsets.UTF_8), caller);
    }

    /** A modern request with the headers that belong to it. */
    FakeExchange modern(String method, String members) {
        return exchange(message("1", method, params(members)))
                .header("MCP-Protocol-Version", MODERN)
                .header("Mcp-Method", method);
    }

    /** A modern call with the headers that belong to it. */
    FakeExchange call(String tool, String arguments) {
        return modern("tools/call", "\"name\":\"%s\",\"arguments\":%s".formatted(tool, arguments))
                .header("Mcp-Name", tool);
    }

    FakeExchange handle(FakeExchange exchange) {
        route.handle(exchange);
        return exchange;
    }

    /** The id of a new session. */
    String initialize(String version) {
        return initialize(version, access);
    }

    /** The id of a new session of a caller. */
    String initialize(String version, CallerAccess caller) {
        FakeExchange exchange =
                handle(
                        exchange(
                                message(
                                        "0",
                                        "initialize",
                                        "{\"protocolVersion\":\"%s\",\"capabilities\":{}}"
                                                .formatted(version)),
                                caller));
        assertEquals(200, exchange.status());
        return exchange.response().orElseThrow().headers().getOrDefault("Mcp-Session-Id", "none");
    }

    /** A request in a session. */
    FakeExchange legacy(String session, String id, String method, String params) {
        return exchange(message(id, method, params)).header("Mcp-Session-Id", session);
    }

    static JsonNode json(FakeExchange exchange) {
        return MAPPER.readTree(exchange.text());
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    static JsonNode result(FakeExchange exchange) {
        assertEquals(200, exchange.status(), exchange.text());
        return json(exchange).path("result");
    }

    static void assertError(int status, int code, FakeExchange exchange) {
        assertEquals(code, json(exchange).path("error").path("code").asInt(), exchange.text());
        assertEquals(status, exchange.status(), exchange.text());
        Json.parse(exchange.text());
    }

    @Override
    public void close() {
        core.close();
        ticker.close();
        route.close();
    }
}
