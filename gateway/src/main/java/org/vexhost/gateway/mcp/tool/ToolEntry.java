package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.gateway.mcp.message.MessageWriter;
import tools.jackson.core.JsonGenerator;

/**
 * A tool, rendered for lists.
 *
 * @param modern as {@link Era#MODERN} wants it
 * @param legacy as {@link Era#LEGACY} wants it: results that need not be objects are not described
 * @param headers the arguments that clients repeat in headers
 */
public record ToolEntry(
        ToolDefinition definition,
        Optional<Annotations> annotations,
        Json modern,
        Json legacy,
        ParameterHeaders headers) {

    /** Renders a tool; empty if its arguments cannot be an object, so that nobody could call it. */
    static Optional<ToolEntry> of(ToolDefinition tool, Optional<Annotations> annotations) {
        return Schemas.forObject(tool.parameters())
                .map(
                        schema ->
                                new ToolEntry(
                                        tool,
                                        annotations,
                                        render(tool, schema, tool.outputSchema(), annotations),
                                        render(
                                                tool,
                                                schema,
                                                tool.outputSchema().filter(Schemas::isOfObjects),
                                                annotations),
                                        ParameterHeaders.of(tool.parameters())));
    }

    /** As an era wants it. */
    public Json json(Era era) {
        return era == Era.MODERN ? modern : legacy;
    }

    private static Json render(
            ToolDefinition tool,
            Json schema,
            Optional<Json> outputSchema,
            Optional<Annotations> annotations) {
        return MessageWriter.object(
                out -> {
                    out.writeStringProperty("name", tool.name());
                    tool.title().ifPresent(title -> out.writeStringProperty("title", title));
                    out.writeStringProperty("description", tool.description());
                    MessageWriter.raw(out, "inputSchema", schema);
                    outputSchema.ifPresent(
                            output -> MessageWriter.raw(out, "outputSchema", output));
                    annotations.ifPresent(each -> each.write(out));
                    MessageWriter.object(out, "_meta", meta -> writeVersion(meta, tool));
                });
    }

    private static void writeVersion(JsonGenerator out, ToolDefinition tool) {
        out.writeStringProperty("org.vexhost/version", tool.version());
    }
}
