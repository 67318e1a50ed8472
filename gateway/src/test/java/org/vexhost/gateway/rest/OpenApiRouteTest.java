package org.vexhost.gateway.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiRouteTest {

    private static final String DIALECT =
            "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"";
    private static final String ECHO =
            "{" + DIALECT + ",\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}";
    private static final String SLOW =
            "{"
                    + DIALECT
                    + ",\"$defs\":{\"t\":{\"type\":\"string\"}},\"type\":\"object\","
                    + "\"properties\":{\"t\":{\"$ref\":\"#/$defs/t\"},"
                    + "\"$schema\":{\"type\":\"string\"}}}";

    private final OpenApiRoute route = new OpenApiRoute(new FakeExecutor(), () -> "1.2.3");

    @Test
    void theDocumentSaysWhatItIs() throws Exception {
        HttpResponse response = FakeExchange.get(OpenApiRoute.PATH).through(route);
        assertEquals("application/json", response.headers().get("Content-Type"));
        JsonNode document = json(response);
        assertEquals("3.1.0", document.get("openapi").stringValue());
        assertEquals("1.2.3", document.get("info").get("version").stringValue());
        assertEquals("token", document.get("security").get(0).propertyNames().iterator().next());
        assertTrue(document.get("components").get("securitySchemes").has("token"));
    }

    @Test
    void whoNeedsNoTokenIsToldSo() throws Exception {
        JsonNode security = document(Set.of()).get("security");
        assertEquals(1, security.size());
        JsonNode open =
                json(FakeExchange.get(OpenApiRoute.PATH).by("", Set.of()).through(route))
                        .get("security");
        assertEquals(2, open.size());
        assertEquals(0, open.get(1).size());
    }

    @Test
    void eachToolHasOnePathWithItsOwnSchemas() throws Exception {
        JsonNode paths = document(Set.of("echo", "slow")).get("paths");
        assertEquals(
                Set.of("/api/v1/tools/echo/calls", "/api/v1/tools/slow/calls"),
                Set.copyOf(paths.propertyNames()));
        JsonNode echo = paths.get("/api/v1/tools/echo/calls").get("post");
        assertEquals("echo", echo.get("operationId").stringValue());
        assertEquals("Echoes.", echo.get("description").stringValue());
        assertEquals(
                "integer", parameters(echo).get("properties").get("n").get("type").stringValue());
        JsonNode slow = paths.get("/api/v1/tools/slow/calls").get("post");
        assertEquals("Slow tool", slow.get("summary").stringValue());
        assertEquals("array", output(slow).get("type").stringValue());
        assertEquals(0, output(echo).size());
    }

    @Test
    void schemasDoNotNameADialectOfTheirOwn() throws Exception {
        JsonNode paths = document(Set.of("echo", "slow")).get("paths");
        for (JsonNode path : paths) {
            assertFalse(parameters(path.get("post")).has("$schema"));
        }
        // A property of that name is the tool's own.
        JsonNode slow = parameters(paths.get("/api/v1/tools/slow/calls").get("post"));
        assertTrue(slow.get("properties").has("$schema"));
    }

    @Test
    void referencesStayWithinTheSchema() throws Exception {
        JsonNode paths = document(Set.of("echo", "slow")).get("paths");
        assertFalse(parameters(paths.get("/api/v1/tools/echo/calls").get("post")).has("$id"));
        assertEquals(
                "urn:vexhost:slow:parameters",
                parameters(paths.get("/api/v1/tools/slow/calls").get("post"))
                        .get("$id")
                        .stringValue());
    }

    @Test
    void aSchemaThatIsABooleanStaysOne() throws Exception {
        JsonNode any =
                document(Set.of("any")).get("paths").get("/api/v1/tools/any/calls").get("post");
        assertTrue(parameters(any).booleanValue());
    }

    @Test
    void everyReferenceToAProblemResolves() throws Exception {
        JsonNode document = document(Set.of("echo"));
        JsonNode responses =
                document.get("paths").get("/api/v1/tools/echo/calls").get("post").get("responses");
        int problems = 0;
        for (String status : responses.propertyNames()) {
            assertTrue(responses.get(status).has("description"), status);
            JsonNode problem = responses.get(status).get("content").get("application/problem+json");
            if (problem != null) {
                problems++;
                String reference = problem.get("schema").get("$ref").stringValue();
                assertTrue(reference.startsWith("#/"), reference);
                assertTrue(document.at(reference.substring(1)).isObject(), reference);
            }
        }
        assertTrue(problems > 10, "problems: " + problems);
    }

    @Test
    void onlyToolsThatTheCallerMaySeeAreInIt() throws Exception {
        assertEquals(1, document(Set.of("slow")).get("paths").size());
        assertFalse(document(Set.of("slow")).toString().contains("Echoes."));
        assertEquals(0, document(Set.of()).get("paths").size());
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        HttpResponse post =
                FakeExchange.of("POST", OpenApiRoute.PATH, Map.of(), "{}").through(route);
        assertEquals(405, post.status());
    }

    private JsonNode document(Set<String> tools) throws Exception {
        return json(FakeExchange.get(OpenApiRoute.PATH).by("ci", tools).through(route));
    }

    private static JsonNode json(HttpResponse response) {
        assertEquals(200, response.status());
        return new JsonMapper().readTree(response.body());
    }

    private static JsonNode parameters(JsonNode post) {
        return post.get("requestBody").get("content").get("application/json").get("schema");
    }

    private static JsonNode output(JsonNode post) {
        return post.get("responses")
                .get("200")
                .get("content")
                .get("application/json")
                .get("schema")
                .get("properties")
                .get("output");
    }

    private static final class FakeExecutor implements ToolExecutor {
        @Override
        public ToolResult execute(String tool, ToolCall call) {
            throw new AssertionError("a document calls no tool");
        }

        @Override
        public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
            throw new AssertionError("a document calls no tool");
        }

        @Override
        public List<ToolDefinition> list() {
            return List.of(
                    ToolDefinition.of("any", "1.0", "Takes anything.", Json.parse("true")),
                    ToolDefinition.of("echo", "1.0", "Echoes.", Json.parse(ECHO)),
                    ToolDefinition.builder("slow", "1.0", "Takes its time.", Json.parse(SLOW))
                            .title("Slow tool")
                            .outputSchema(Json.parse("{" + DIALECT + ",\"type\":\"array\"}"))
                            .build());
        }
    }
}
