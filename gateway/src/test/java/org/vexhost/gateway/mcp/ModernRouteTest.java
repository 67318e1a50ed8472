package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.mcp.Mcp.assertError;
import static org.vexhost.gateway.mcp.Mcp.json;
import static org.vexhost.gateway.mcp.Mcp.message;
import static org.vexhost.gateway.mcp.Mcp.params;
import static org.vexhost.gateway.mcp.Mcp.result;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Json;
import tools.jackson.databind.JsonNode;

class ModernRouteTest {

    private final Mcp mcp = new Mcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void discoverSaysWhatTheHostSpeaks() {
        JsonNode result = result(mcp.handle(mcp.modern("server/discover", "")));

        assertEquals(json("[\"2026-07-28\"]"), result.path("supportedVersions"));
        assertEquals(json("{\"tools\":{\"listChanged\":true}}"), result.path("capabilities"));
        assertEquals("complete", result.path("resultType").stringValue());
        assertEquals("private", result.path("cacheScope").stringValue());
        assertTrue(result.path("ttlMs").asInt() <= 5_000);
        assertEquals(
                "1.2.3",
                result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("version")
                        .stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "prompts/list",
                "tools/List",
                "x"
            })
    void otherMethodsAreNotFound(String method) {
        assertError(404, -32601, mcp.handle(mcp.modern(method, "")));
    }

    @Test
    void requestSaysItsVersionAndCapabilities() {
        for (String meta :
                List.of(
                        "{}",
                        "{\"_meta\":{}}",
                        "{\"_meta\":[]}",
                        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,"
                                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}",
                        "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}")) {
            FakeExchange exchange =
                    mcp.exchange(message("\"a\"", "tools/list", meta))
                            .header("MCP-Protocol-Version", Mcp.MODERN)
                            .header("Mcp-Method", "tools/list");

            assertError(400, -32602, mcp.handle(exchange));
            assertEquals("a", json(exchange).path("id").stringValue());
        }
    }

    @Test
    void unknownVersionIsToldTheKnownOnes() {
        FakeExchange exchange =
                mcp.exchange(
                                message("1", "tools/list", params(""))
                                        .replace(Mcp.MODERN, "2030-01-01"))
                        .header("MCP-Protocol-Version", "2030-01-01")
                        .header("Mcp-Method", "tools/list");

        assertError(400, -32022, mcp.handle(exchange));
        assertEquals(
                json("{\"supported\":[\"2026-07-28\"],\"requested\":\"2030-01-01\"}"),
                json(exchange).path("error").path("data"));
    }

    @Test
    void headersSayWhatTheMessageSays() {
        for (String header : List.of("MCP-Protocol-Version", "Mcp-Method", "Mcp-Name")) {
            assertError(400, -32020, mcp.handle(mcp.call("echo", "{}").without(header)));
            assertError(400, -32020, mcp.handle(mcp.call("echo", "{}").header(header, "other")));
            FakeExchange twice = mcp.call("echo", "{}");
            String value = twice.header(header).orElseThrow();
            assertError(400, -32020, mcp.handle(twice.header(header, value, value)));
            result(mcp.handle(mcp.call("echo", "{}").header(header, "  " + value + "\t")));
        }
        assertError(
                400, -32020, mcp.handle(mcp.call("echo", "{}").header("Mcp-Method", "TOOLS/CALL")));
    }

    @Test
    void nameMayBeEncoded() {
        String encoded =
                "=?base64?"
                        + Base64.getEncoder()
                                .encodeToString("echo".getBytes(StandardCharsets.UTF_8))
                        + "?=";

        result(mcp.handle(mcp.call("echo", "{}").header("Mcp-Name", encoded)));
        for (String bad :
                List.of("=?base64?!!?=", "=?base64?ZWNobw?=", "=?base64?ZWNobx==?=", "=?base64?")) {
            assertError(400, -32020, mcp.handle(mcp.call("echo", "{}").header("Mcp-Name", bad)));
        }
    }

    @Test
    void argumentsInHeadersAreCompared() {
        mcp.tools.with(
                "route",
                "{\"type\":\"object\",\"properties\":{"
                        + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                        + "\"deep\":{\"type\":\"object\",\"properties\":{"
                        + "\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"}}}}}",
                arguments -> arguments);
        String both = "{\"region\":\"eu\",\"deep\":{\"n\":42}}";

        result(
                mcp.handle(
                        mcp.call("route", both)
                                .header("Mcp-Param-Region", "eu")
                                .header("mcp-param-n", "42.0")));
        result(mcp.handle(mcp.call("route", "{\"region\":null}")));
        assertError(
                400, -32020, mcp.handle(mcp.call("route", both).header("Mcp-Param-Region", "eu")));
        assertError(
                400,
                -32020,
                mcp.handle(
                        mcp.call("route", "{\"region\":\"eu\"}").header("Mcp-Param-Region", "us")));
        assertError(
                400, -32020, mcp.handle(mcp.call("route", "{}").header("Mcp-Param-Region", "eu")));
        assertError(
                400,
                -32020,
                mcp.handle(
                        mcp.call("route", "{\"region\":\"eu\"}")
                                .header("Mcp-Param-Region", "eu", "eu")));
    }

    @Test
    void listHasPagesInTheOrderOfNames() {
        for (int i = 0; i < 600; i++) {
            mcp.tools.with("t%03d".formatted(i), "true", arguments -> arguments);
        }
        JsonNode first = result(mcp.handle(mcp.modern("tools/list", "")));
        JsonNode second = result(mcp.handle(mcp.modern("tools/list", cursor(first))));
        JsonNode third = result(mcp.handle(mcp.modern("tools/list", cursor(second))));

        List<String> names =
                List.of(first, second, third).stream()
                        .flatMap(
                                page ->
                                        StreamSupport.stream(
                                                page.path("tools").spliterator(), false))
                        .map(tool -> tool.path("name").stringValue())
                        .toList();
        assertEquals(601, names.size());
        assertEquals(names.stream().sorted().distinct().toList(), names);
        assertFalse(third.has("nextCursor"));
        for (String bad : List.of("\"x\"", "\"\"", "7", "null", "\"" + "A".repeat(500) + "\"")) {
            assertError(400, -32602, mcp.handle(mcp.modern("tools/list", "\"cursor\":" + bad)));
        }
    }

    private static String cursor(JsonNode page) {
        return "\"cursor\":" + page.path("nextCursor");
    }

    @Test
    void forbiddenToolLooksAsIfItWereNotThere() {
        mcp.tools.with("secret", "true", arguments -> arguments);
        FakeAccess other = new FakeAccess("other", "echo"::equals);
        FakeExchange list =
                mcp.exchange(message("1", "tools/list", params("")), other)
                        .header("MCP-Protocol-Version", Mcp.MODERN)
                        .header("Mcp-Method", "tools/list");

        assertEquals(1, result(mcp.handle(list)).path("tools").size());
        assertEquals(
                answerOf(other, "sacret").replace("sacret", "secret"), answerOf(other, "secret"));
        assertTrue(mcp.tools.calls().isEmpty());
    }

    private String answerOf(FakeAccess caller, String tool) {
        FakeExchange exchange =
                mcp.exchange(
                                message(
                                        "1",
                                        "tools/call",
                                        params("\"name\":\"%s\",\"arguments\":{}".formatted(tool))),
                                caller)
                        .header("MCP-Protocol-Version", Mcp.MODERN)
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool);
        assertError(400, -32602, mcp.handle(exchange));
        return exchange.text();
    }

    @Test
    void callersOwnNameGoesWithTheCallAndTheTraceToo() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        FakeExchange exchange =
                mcp.exchange(
                                message(
                                        "1",
                                        "tools/call",
                                        params(
                                                "\"name\":\"echo\"",
                                                ",\"traceparent\":\"%s\",\"baggage\":\"a\\n\""
                                                        .formatted(trace))))
                        .header("MCP-Protocol-Version", Mcp.MODERN)
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "echo")
                        .header("tracestate", "x=1");

        result(mcp.handle(exchange));
        var call = mcp.tools.calls().get(0);
        assertEquals("agent", call.caller().name());
        assertEquals(trace, call.attributes().get("traceparent"));
        assertEquals("x=1", call.attributes().get("tracestate"));
        assertFalse(call.attributes().containsKey("baggage"));
        assertEquals(Json.EMPTY_OBJECT, call.arguments());
    }

    @Test
    void otherWaysOfHttpAreRefused() {
        for (String method : List.of("GET", "DELETE", "PUT", "PATCH")) {
            FakeExchange exchange = new FakeExchange(method, new byte[0], mcp.access);

            assertEquals(405, mcp.handle(exchange).status());
            assertEquals("POST", exchange.response().orElseThrow().headers().get("Allow"));
        }
        for (String type : List.of("text/plain", "", "application/jsonx", "multipart/form-data")) {
            FakeExchange exchange = mcp.call("echo", "{}").header("Content-Type", type);

            assertEquals(415, mcp.handle(exchange).status());
        }
        result(
                mcp.handle(
                        mcp.call("echo", "{}")
                                .header("Content-Type", "Application/JSON; charset=utf-8")));
        assertEquals(1, mcp.tools.calls().size());
    }

    @Test
    void badBodiesAreErrorsOfTheProtocol() {
        assertError(400, -32700, mcp.handle(mcp.exchange("")));
        assertError(400, -32700, mcp.handle(mcp.exchange("{")));
        assertError(400, -32600, mcp.handle(mcp.exchange("[]")));
        assertError(400, -32700, mcp.handle(mcp.call("echo", nested(600))));
        assertError(400, -32600, mcp.handle(mcp.exchange(message("null", "ping", "{}"))));
        assertError(400, -32600, mcp.handle(mcp.exchange(message("1.5", "ping", "{}"))));
        assertTrue(json(mcp.handle(mcp.exchange("{"))).path("id").isNull());
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    @Test
    void notificationsAndAnswersAreAccepted() {
        assertEquals(
                202,
                mcp.handle(
                                mcp.exchange(
                                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                                + "\"params\":{\"requestId\":1}}"))
                        .status());
        assertEquals(
                202,
                mcp.handle(mcp.exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")).status());
    }
}
