package org.vexhost.gateway.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ErrorCode;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.time.Ticker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToolsRouteTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ECHO = "/api/v1/tools/echo/calls";
    private static final String SLOW = "/api/v1/tools/slow/calls";

    private final CompletableFuture<ToolResult> slow = new CompletableFuture<>();
    private final AtomicReference<ToolCall> latest =
            new AtomicReference<>(ToolCall.of(Json.EMPTY_OBJECT));
    private final KeptCalls calls = new KeptCalls(System::nanoTime);
    private final Ticker ticker = new Ticker("tools-test", 20);
    private final ToolsRoute route =
            new ToolsRoute(ToolsRoute.PATH + "/", new FakeExecutor(), calls, ticker);
    private final CallsRoute callsRoute = new CallsRoute(calls);

    @AfterEach
    void end() {
        ticker.close();
    }

    @Test
    void onlyToolsThatTheCallerMaySeeAreListed() throws Exception {
        FakeExchange list = FakeExchange.get("/api/v1/tools");
        assertEquals(2, json(list.through(route)).get("tools").size());
        JsonNode some = json(list.by("ci", Set.of("slow")).through(route)).get("tools");
        assertEquals(1, some.size());
        assertEquals("slow", some.get(0).get("name").stringValue());
    }

    @Test
    void formatsOfModelsAreKnown() throws Exception {
        assertEquals("function", json(format("openai")).get("type").stringValue());
        assertTrue(json(format("anthropic")).has("input_schema"));
        assertTrue(json(format("mcp")).has("inputSchema"));
        assertEquals(400, format("x").status());
    }

    @Test
    void aForbiddenToolIsDescribedAsOneThatIsNotThere() throws Exception {
        HttpResponse forbidden =
                FakeExchange.get("/api/v1/tools/echo").by("ci", Set.of()).through(route);
        HttpResponse absent =
                FakeExchange.get("/api/v1/tools/ecco").by("ci", Set.of()).through(route);
        assertEquals(404, forbidden.status());
        assertEquals(text(absent), text(forbidden).replace("echo", "ecco"));
        assertEquals(absent.headers(), forbidden.headers());
    }

    @Test
    void aCallIsAnsweredWithItsResult() throws Exception {
        HttpResponse response = FakeExchange.of("POST", ECHO, Map.of(), "{\"a\":1}").through(route);
        assertEquals(200, response.status());
        assertEquals(1, json(response).get("output").get("a").intValue());
    }

    @Test
    void thePlaceInATraceGoesWithTheCall() throws Exception {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        FakeExchange call =
                FakeExchange.of("POST", ECHO, Map.of(), "{}")
                        .in(Map.of("traceparent", parent, "tracestate", "a=b", "baggage", "c\n"));
        assertEquals(200, call.through(route).status());
        assertEquals(Map.of("traceparent", parent, "tracestate", "a=b"), latest.get().attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "\0", "{\"a\":1}}", "nul", "NESTED"})
    void aBodyThatIsNotJsonIsABadRequest(String body) throws Exception {
        String sent = body.equals("NESTED") ? "[".repeat(600) + "]".repeat(600) : body;
        assertEquals(400, FakeExchange.of("POST", ECHO, Map.of(), sent).through(route).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "601", "x", "1.5"})
    void waitIsChecked(String wait) throws Exception {
        FakeExchange call = FakeExchange.of("POST", ECHO, Map.of("wait", wait), "{}");
        assertEquals(400, call.through(route).status());
    }

    @Test
    void otherContentTypesAndMethodsAreRefused() throws Exception {
        FakeExchange call = FakeExchange.of("POST", ECHO, Map.of(), "{}");
        assertEquals(415, call.as("text/plain").through(route).status());
        assertEquals(200, call.as("application/json; charset=utf-8").through(route).status());
        HttpResponse put = FakeExchange.of("PUT", ECHO, Map.of(), "{}").through(route);
        assertEquals(405, put.status());
        assertEquals("POST", put.headers().get("Allow"));
    }

    @Test
    void aLongCallIsPolledByItsCallerAlone() throws Exception {
        HttpResponse accepted =
                FakeExchange.of("POST", SLOW, Map.of("wait", "0"), "{}").through(route);
        assertEquals(202, accepted.status());
        FakeExchange poll = FakeExchange.get(accepted.headers().get("Location"));
        assertEquals(202, poll.through(callsRoute).status());
        FakeExchange other = poll.by("other", Set.of("slow"));
        assertEquals(404, other.through(callsRoute).status());

        slow.complete(ToolResult.builder(Json.parse("7"), "slow", "1.0").build());
        HttpResponse result = poll.by("ci", Set.of()).through(callsRoute);
        assertEquals(200, result.status());
        assertEquals(7, json(result).get("output").intValue());
    }

    @Test
    void aCallThatEndsAtOnceIsAnsweredThoughNobodyWaits() throws Exception {
        FakeExchange call = FakeExchange.of("POST", ECHO, Map.of("wait", "0"), "{}");
        assertEquals(200, call.through(route).status());
        slow.completeExceptionally(
                ToolError.of(ErrorReason.SCHEMA_VIOLATION, "slow", "text").toException());
        FakeExchange wrong = FakeExchange.of("POST", SLOW, Map.of("wait", "0"), "{}");
        assertEquals(422, wrong.through(route).status());
    }

    @Test
    void aCallNeedsABody() throws Exception {
        HttpResponse response = FakeExchange.of("POST", ECHO, Map.of(), "").through(route);
        assertEquals(400, response.status());
        assertEquals("INVALID_ARGUMENTS", json(response).get("code").stringValue());
    }

    @Test
    void aCallThatIsDeletedIsCancelled() throws Exception {
        HttpResponse accepted =
                FakeExchange.of("POST", SLOW, Map.of("wait", "0"), "{}").through(route);
        String location = accepted.headers().get("Location");
        FakeExchange delete = FakeExchange.of("DELETE", location, Map.of(), "");
        assertEquals(404, delete.by("other", Set.of()).through(callsRoute).status());
        assertFalse(slow.isCancelled());
        assertEquals(204, delete.by("ci", Set.of()).through(callsRoute).status());
        assertTrue(slow.isCancelled());
        assertEquals(404, FakeExchange.get(location).through(callsRoute).status());
    }

    @Test
    void keptCallsAreBounded() throws Exception {
        FakeExchange call = FakeExchange.of("POST", SLOW, Map.of("wait", "0"), "{}");
        List<FakeExchange> kept = new ArrayList<>();
        for (int i = 0; i < KeptCalls.MAX_PER_CALLER; i++) {
            FakeExchange each = call.by("ci", Set.of());
            route.handle(each);
            kept.add(each);
        }
        for (FakeExchange each : kept) {
            assertEquals(202, each.answer().get(60, TimeUnit.SECONDS).status());
        }
        assertEquals(202, call.by("other", Set.of()).through(route).status());
        HttpResponse refused = call.by("ci", Set.of()).through(route);
        assertEquals(429, refused.status());
        assertTrue(refused.headers().containsKey("Retry-After"));
    }

    @ParameterizedTest
    @EnumSource(ErrorReason.class)
    void everyReasonHasAStatusOfItsKind(ErrorReason reason) {
        HttpResponse response = Answers.of(ToolError.of(reason, "echo", "text"));
        assertEquals("application/problem+json", response.headers().get("Content-Type"));
        assertEquals(reason.name(), json(response).get("error").get("reason").stringValue());
        assertEquals(reason.code().name(), json(response).get("code").stringValue());
        boolean isClients =
                reason.code() == ErrorCode.NOT_FOUND
                        || reason.code() == ErrorCode.INVALID_ARGUMENTS
                        || reason == ErrorReason.CANCELLED
                        || reason == ErrorReason.CALLER_QUOTA
                        || reason == ErrorReason.REFUSED_BY_POLICY;
        assertEquals(isClients ? 4 : 5, response.status() / 100, reason::toString);
    }

    private HttpResponse format(String name) throws Exception {
        return FakeExchange.of("GET", "/api/v1/tools/echo", Map.of("format", name), "")
                .through(route);
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse response) {
        return MAPPER.readTree(response.body());
    }

    private final class FakeExecutor implements ToolExecutor {
        @Override
        public ToolResult execute(String tool, ToolCall call) {
            throw new UnsupportedOperationException("no thread waits");
        }

        @Override
        public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
            latest.set(call);
            return tool.equals("slow")
                    ? slow
                    : CompletableFuture.completedFuture(
                            ToolResult.builder(call.arguments(), tool, "1.0").build());
        }

        @Override
        public List<ToolDefinition> list() {
            return List.of(
                    ToolDefinition.of("echo", "1.0", "Echoes.", Json.EMPTY_OBJECT),
                    ToolDefinition.of("slow", "1.0", "Takes its time.", Json.EMPTY_OBJECT));
        }
    }
}
