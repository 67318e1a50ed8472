package org.vexhost.gateway.rest;

import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Renders tools and calls as JSON. */
final class ToolText {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ToolText() {}

    static Json describe(ToolDefinition tool) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("name", tool.name());
        node.put("version", tool.version());
        tool.title().ifPresent(title -> node.put("title", title));
        node.put("description", tool.description());
        node.set("parameters", MAPPER.readTree(tool.parameters().text()));
        tool.outputSchema()
                .ifPresent(schema -> node.set("outputSchema", MAPPER.readTree(schema.text())));
        return Json.parse(MAPPER.writeValueAsBytes(node));
    }

    static String running(String id, String tool) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", id);
        node.put("tool", tool);
        node.put("state", "running");
        return MAPPER.writeValueAsString(node);
    }
}
