package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.mcp.Mcp.assertError;
import static org.vexhost.gateway.mcp.Mcp.json;
import static org.vexhost.gateway.mcp.Mcp.message;
import static org.vexhost.gateway.mcp.Mcp.params;
import static org.vexhost.gateway.mcp.Mcp.result;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import tools.jackson.databind.JsonNode;

class ToolCallTest {

    private final Mcp mcp = new Mcp();

    @AfterEach
    void close() {
        mcp.close();
    }

    private JsonNode outputOf(String output, FakeExchange exchange) {
        mcp.tools.with("out", "true", arguments -> Json.parse(output));
        return result(mcp.handle(exchange));
    }

    @Test
    void resultIsStructuredAndText() {
        String output = " {\"a\":[1.50,\"ä\"]}";
        JsonNode result = outputOf(output, mcp.call("out", "{}"));

        assertEquals(json(output), result.path("structuredContent"));
        assertEquals(output, result.path("content").path(0).path("text").stringValue());
        assertEquals("text", result.path("content").path(0).path("type").stringValue());
        assertFalse(result.path("isError").booleanValue());
        assertEquals("complete", result.path("resultType").stringValue());
    }

    @Test
    void modernResultIsOfAnyKind() {
        for (String output : List.of("[1]", "7", "true", "null")) {
            JsonNode result = outputOf(output, mcp.call("out", "{}"));

            assertEquals(json(output), result.path("structuredContent"));
            assertEquals(output, result.path("content").path(0).path("text").stringValue());
        }
    }

    @Test
    void stringIsTextWithoutQuotes() {
        JsonNode result = outputOf("\"a\\n\\\"b\\\" \\ud800\"", mcp.call("out", "{}"));

        assertEquals("a\n\"b\" ?", result.path("content").path(0).path("text").stringValue());
    }

    @Test
    void legacyResultIsStructuredIfItIsAnObject() {
        String session = mcp.initialize("2025-11-25");
        for (String output : List.of("[1]", "7", "\"x\"", "null")) {
            FakeExchange call =
                    mcp.legacy(session, "1", "tools/call", "{\"name\":\"out\",\"arguments\":{}}");

            assertFalse(outputOf(output, call).has("structuredContent"));
        }
        FakeExchange call = mcp.legacy(session, "2", "tools/call", "{\"name\":\"out\"}");
        JsonNode result = outputOf("{\"a\":1}", call);
        assertEquals(json("{\"a\":1}"), result.path("structuredContent"));
        assertFalse(result.has("resultType"));
    }

    @Test
    void usageComesWithTheResult() {
        JsonNode usage =
                result(mcp.handle(mcp.call("echo", "{}"))).path("_meta").path("org.vexhost/usage");

        assertEquals(
                json(
                        "{\"version\":\"1.0\",\"artifactDigest\":\"sha256:00\",\"fuelConsumed\":7,"
                                + "\"hostFuelConsumed\":3,\"fuelRemaining\":90,"
                                + "\"peakMemoryBytes\":65536,\"durationNanos\":2000000}"),
                usage);
    }

    private JsonNode failureOf(ToolError error) {
        mcp.tools.with(
                "fail",
                "true",
                arguments -> {
                    throw error.toException();
                });
        JsonNode result = result(mcp.handle(mcp.call("fail", "{}")));
        assertTrue(result.path("isError").booleanValue());
        assertFalse(result.has("structuredContent"));
        return result;
    }

    private static String textOf(JsonNode result) {
        return result.path("content").path(0).path("text").stringValue();
    }

    @Test
    void badArgumentsAreAResultThatSaysWhereAndWhat() {
        List<ErrorDetail.Violation> violations =
                Stream.iterate(0, i -> i + 1)
                        .limit(22)
                        .map(
                                i ->
                                        new ErrorDetail.Violation(
                                                i == 0 ? "" : "/p" + i, "type", "string"))
                        .toList();
        String text =
                textOf(
                        failureOf(
                                ToolError.of(
                                        ErrorReason.SCHEMA_VIOLATION,
                                        "fail",
                                        "arguments do not match",
                                        new ErrorDetail.SchemaViolations(violations))));

        assertTrue(
                text.startsWith(
                        """
                        INVALID_ARGUMENTS/SCHEMA_VIOLATION: arguments do not match
                        - arguments: type, expected string
                        - /p1: type, expected string
                        """),
                text);
        assertTrue(text.endsWith("\n- and 2 more"), text);
    }

    @Test
    void failureOfAToolIsAResultWithFacts() {
        JsonNode result =
                failureOf(
                        ToolError.of(ErrorReason.WALL_CLOCK, "fail", "too long")
                                .withUsage(new Usage(1, 2, 0, 4)));

        assertEquals(
                "TIMEOUT/WALL_CLOCK: too long\nThe same call may succeed later.", textOf(result));
        JsonNode meta = result.path("_meta");
        assertEquals("WALL_CLOCK", meta.path("org.vexhost/error").path("reason").stringValue());
        assertEquals(4, meta.path("org.vexhost/usage").path("peakMemoryBytes").asInt());
    }

    @Test
    void quotaSaysWhen() {
        String text =
                textOf(
                        failureOf(
                                ToolError.of(
                                        ErrorReason.CALLER_QUOTA,
                                        "fail",
                                        "quota",
                                        new ErrorDetail.QuotaExceeded(
                                                "callsPerMinute",
                                                1,
                                                "calls",
                                                Duration.ofSeconds(31)))));

        assertEquals(
                "UNAVAILABLE/CALLER_QUOTA: quota\nThe same call may succeed in 31 seconds.", text);
    }

    @Test
    void unknownToolIsAnErrorOfTheProtocol() {
        FakeExchange exchange = mcp.handle(mcp.call("ehco", "{}"));

        assertError(400, -32602, exchange);
        assertEquals(
                "unknown tool 'ehco' (did you mean 'echo'?)",
                json(exchange).path("error").path("message").stringValue());
        assertError(400, -32602, mcp.handle(mcp.call("<script>", "{}")));
        assertError(
                200,
                -32602,
                mcp.handle(
                        mcp.legacy(
                                mcp.initialize("2025-06-18"),
                                "1",
                                "tools/call",
                                "{\"name\":\"ehco\"}")));
    }

    @Test
    void argumentsThatAreNoObjectAreAnErrorOfTheProtocol() {
        for (String bad : List.of("[]", "null", "\"x\"", "7")) {
            assertError(400, -32602, mcp.handle(mcp.call("echo", bad)));
        }
        assertTrue(mcp.tools.calls().isEmpty());
    }

    private FakeExchange endless(String moreMeta) {
        mcp.tools.withEndless("spin");
        return mcp.handle(
                mcp.exchange(message("5", "tools/call", params("\"name\":\"spin\"", moreMeta)))
                        .header("MCP-Protocol-Version", Mcp.MODERN)
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "spin"));
    }

    @Test
    void longCallBecomesAStreamThatEndsWithTheResult() throws InterruptedException {
        FakeExchange exchange = endless(",\"progressToken\":\"t\"");
        Await.until("stream", () -> exchange.stream().isPresent());
        FakeStream stream = exchange.stream().orElseThrow();
        Await.until("progress", () -> stream.events().size() >= 2);

        boolean isFirst =
                mcp.tools
                        .open()
                        .get(0)
                        .complete(ToolResult.builder(Json.parse("{}"), "spin", "1.0").build());
        assertTrue(isFirst);
        Await.until("end", stream::isClosed);
        List<JsonNode> events = stream.events().stream().map(Mcp::json).toList();
        double last = 0;
        for (JsonNode event : events.subList(0, events.size() - 1)) {
            assertEquals("notifications/progress", event.path("method").stringValue());
            assertEquals("t", event.path("params").path("progressToken").stringValue());
            double progress = event.path("params").path("progress").doubleValue();
            assertTrue(progress > last);
            last = progress;
        }
        JsonNode answer = events.get(events.size() - 1);
        assertEquals(5, answer.path("id").asInt());
        assertTrue(answer.has("result"));
    }

    @Test
    void callWithoutTokenHasNoProgress() throws InterruptedException {
        FakeExchange exchange = endless("");
        Await.until("stream", () -> exchange.stream().isPresent());
        Thread.sleep(1_500);

        assertEquals(List.of(), exchange.stream().orElseThrow().events());
    }

    @Test
    void closedStreamEndsTheCall() throws InterruptedException {
        FakeExchange exchange = endless("");
        Await.until("stream", () -> exchange.stream().isPresent());

        exchange.stream().orElseThrow().close();

        assertTrue(mcp.tools.open().get(0).isCancelled());
        assertEquals(List.of(), exchange.stream().orElseThrow().events());
    }

    @Test
    void callOfAClientThatTakesJsonOnlyGoesOn() throws InterruptedException {
        mcp.tools.withEndless("spin");
        FakeExchange exchange =
                mcp.handle(mcp.call("spin", "{}").header("Accept", "application/json"));
        Thread.sleep(1_500);

        assertTrue(exchange.stream().isEmpty());
        boolean isFirst =
                mcp.tools
                        .open()
                        .get(0)
                        .complete(ToolResult.builder(Json.parse("{}"), "spin", "1.0").build());
        assertTrue(isFirst);
        assertEquals(json("{}"), result(exchange).path("structuredContent"));
    }

    @Test
    void callerWithTooManyStreamsLosesTheCall() throws InterruptedException {
        mcp.tools.withEndless("spin");
        FakeExchange exchange = mcp.handle(mcp.call("spin", "{}").withoutStreams());
        Await.until("answer", () -> exchange.response().isPresent());

        assertEquals(429, exchange.status());
        Await.until("end", () -> mcp.tools.open().get(0).isCancelled());
    }

    @Test
    void cancellationFromOutsideReachesNoModernCall() {
        FakeExchange exchange = endless("");
        FakeExchange ignored =
                mcp.handle(
                        mcp.exchange(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                        + "\"params\":{\"requestId\":5}}"));

        assertFalse(mcp.tools.open().get(0).isDone());
        assertTrue(exchange.response().isEmpty());
    }
}
