package org.vexhost.gateway.rest;

import java.util.List;
import java.util.function.Supplier;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The route of {@code /api/v1/openapi.json}: describes, in OpenAPI 3.1, the tools that a caller may
 * see. Each tool has its own path with its own schemas.
 */
final class OpenApiRoute implements HttpRoute {

    static final String PATH = "/api/v1/openapi.json";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<Integer> PROBLEMS =
            List.of(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504);

    private final ToolExecutor executor;
    private final Supplier<String> version;

    OpenApiRoute(ToolExecutor executor, Supplier<String> version) {
        this.executor = executor;
        this.version = version;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.method().equals("GET")) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET"));
            return;
        }
        ObjectNode root = MAPPER.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Tools of a Vexhost host")
                .put("version", version.get());
        ArrayNode security = root.putArray("security");
        security.addObject().putArray("token");
        if (exchange.access().caller().kind() == Caller.Kind.ANONYMOUS) {
            // An empty requirement makes the token optional.
            security.addObject();
        }
        ObjectNode components = root.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer");
        putProblem(components.putObject("schemas").putObject("Problem"));
        ObjectNode paths = root.putObject("paths");
        for (ToolDefinition tool : executor.list()) {
            if (exchange.access().maySee(tool.name())) {
                put(paths, tool);
            }
        }
        exchange.respond(HttpResponse.json(200, MAPPER.writeValueAsBytes(root)));
    }

    private static void put(ObjectNode paths, ToolDefinition tool) {
        ObjectNode call =
                paths.putObject(ToolsRoute.PATH + "/" + tool.name() + "/calls").putObject("post");
        call.put("operationId", tool.name());
        call.put("summary", tool.title().orElse(tool.name()));
        call.put("description", tool.description());
        call.putArray("parameters")
                .addObject()
                .put("name", "wait")
                .put("in", "query")
                .put("description", "seconds to wait for the result; after that it is kept")
                .putObject("schema")
                .put("type", "integer")
                .put("minimum", 0)
                .put("maximum", 600)
                .put("default", 30);
        ObjectNode body = call.putObject("requestBody");
        body.put("required", true);
        content(body, "application/json")
                .set("schema", schema(tool.parameters(), tool.name() + "/parameters"));
        ObjectNode responses = call.putObject("responses");
        ObjectNode good = responses.putObject("200").put("description", "The result");
        ObjectNode result = content(good, "application/json").putObject("schema");
        result.put("type", "object");
        result.putArray("required").add("tool").add("version").add("output");
        result.putObject("properties")
                .set(
                        "output",
                        tool.outputSchema()
                                .map(schema -> schema(schema, tool.name() + "/output"))
                                .orElseGet(MAPPER::createObjectNode));
        ObjectNode running = responses.putObject("202").put("description", "It still runs");
        content(running, "application/json").putObject("schema").put("type", "object");
        PROBLEMS.forEach(
                status -> {
                    ObjectNode bad =
                            responses
                                    .putObject(Integer.toString(status))
                                    .put("description", "See docs/http.md");
                    content(bad, "application/problem+json")
                            .putObject("schema")
                            .put("$ref", "#/components/schemas/Problem");
                });
    }

    private static void putProblem(ObjectNode problem) {
        problem.put("type", "object");
        problem.putArray("required").add("title").add("status").add("code").add("detail");
        ObjectNode properties = problem.putObject("properties");
        List.of("title", "code", "detail")
                .forEach(name -> properties.putObject(name).put("type", "string"));
        properties.putObject("status").put("type", "integer");
        properties.putObject("error").put("type", "object");
    }

    private static ObjectNode content(ObjectNode parent, String type) {
        return parent.putObject("content").putObject(type);
    }

    /**
     * Converts a tool's schema for embedding in the document. The added {@code $id} keeps its
     * references within the schema.
     */
    private static JsonNode schema(Json schema, String id) {
        JsonNode tree = MAPPER.readTree(schema.text());
        if (tree instanceof ObjectNode object) {
            object.remove("$schema");
            if (schema.text().contains("\"$ref\"") && !object.has("$id")) {
                object.put("$id", "urn:vexhost:" + id.replace('/', ':'));
            }
        }
        return tree;
    }
}
