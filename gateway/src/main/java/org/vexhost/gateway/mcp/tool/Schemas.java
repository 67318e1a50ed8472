package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import org.vexhost.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts JSON schemas to the form that the protocol requires: an object whose type is {@code
 * object}.
 */
final class Schemas {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Schemas() {}

    /**
     * Converts a schema for arguments. In this protocol, arguments are always objects.
     *
     * @return the converted schema; empty if the tool does not accept an object
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

    /** Whether the schema itself states that every matching value is an object. */
    static boolean isOfObjects(Json schema) {
        return read(schema).path("type").asString("").equals("object");
    }

    static JsonNode read(Json json) {
        return MAPPER.readTree(json.newInputStream());
    }

    /** Returns the text of a JSON string; empty for other values. */
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
