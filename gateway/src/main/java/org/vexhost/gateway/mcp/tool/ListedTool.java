package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.gateway.mcp.message.MessageWriter;
import tools.jackson.core.JsonGenerator;

/**
 * A tool, with its description rendered for lists of tools.
 *
 * @param prefix prefix of the rendered name
 * @param modern the form for {@link Era#MODERN}
 * @param legacy the form for {@link Era#LEGACY}; it omits an output schema that allows values other
 *     than objects
 * @param headers the arguments that clients repeat in HTTP headers
 */
public record ListedTool(
        ToolDefinition definition,
        Optional<Annotations> annotations,
        NamePrefix prefix,
        Json modern,
        Json legacy,
        ParameterHeaders headers) {

    /**
     * Renders a tool; empty if the tool does not accept an object as arguments, because then no
     * client could call it.
     */
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

    /** Returns the rendered description for an era. */
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
