package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import org.vexhost.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes schemas what the protocol wants: an object whose type is {@code object}. */
final class Schemas {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Schemas() {}

    /**
     * The schema of arguments that are an object, which arguments always are here.
     *
     * @return empty if the tool takes something else
     */
    static Optional<Json> forObject(Json schema) {
        JsonNode root = read(schema);
        if (root.isBoolean()) {
            return Optional.of(
                    Json.parse(
                            root.booleanValue()
                                    ? "{\"type\":\"object\"}"
                                    : "{\"type\":\"object\",\"not\":{}}"));
        }
        if (!(root instanceof ObjectNode object)) {
            return Optional.empty();
        }
        JsonNode type = object.path("type");
        if (type.isString()) {
            return type.stringValue().equals("object") ? Optional.of(schema) : Optional.empty();
        }
        if (type.isArray() && !names(type, "object")) {
            return Optional.empty();
        }
        object.put("type", "object");
        return Optional.of(Json.parse(object.toString()));
    }

    /** Whether every value that matches is an object because the schema says so itself. */
    static boolean isOfObjects(Json schema) {
        return read(schema).path("type").asString("").equals("object");
    }

    static JsonNode read(Json json) {
        return MAPPER.readTree(json.newInputStream());
    }

    /** The text, if it is a JSON string. */
    static Optional<String> string(Json json) {
        if (!json.text().stripLeading().startsWith("\"")) {
            return Optional.empty();
        }
        try {
            JsonNode node = read(json);
            return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static boolean names(JsonNode array, String name) {
        for (JsonNode each : array) {
            if (each.asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }
}
