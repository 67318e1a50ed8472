package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.gateway.mcp.message.MessageWriter;
import tools.jackson.core.JsonGenerator;

/**
 * A tool, rendered for lists.
 *
 * @param prefix what the rendered name begins with
 * @param modern as {@link Era#MODERN} wants it
 * @param legacy as {@link Era#LEGACY} wants it: results that need not be objects are not described
 * @param headers the arguments that clients repeat in headers
 */
public record ListedTool(
        ToolDefinition definition,
        Optional<Annotations> annotations,
        NamePrefix prefix,
        Json modern,
        Json legacy,
        ParameterHeaders headers) {

    /** Renders a tool; empty if its arguments cannot be an object, so that nobody could call it. */
    static Optional<ListedTool> of(
            ToolDefinition tool, Optional<Annotations> annotations, NamePrefix prefix) {
        String name = prefix.shown(tool.name());
        return Schemas.forObject(tool.parameters())
                .map(
                        schema ->
                                new ListedTool(
                                        tool,
                                        annotations,
                                        prefix,
                                        render(
                                                name,
                                                tool,
                                                schema,
                                                tool.outputSchema(),
                                                annotations),
                                        render(
                                                name,
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
            String name,
            ToolDefinition tool,
            Json schema,
            Optional<Json> outputSchema,
            Optional<Annotations> annotations) {
        return MessageWriter.object(
                out -> {
                    out.writeStringProperty("name", name);
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
