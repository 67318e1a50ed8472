package org.vexhost.loader.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;

/**
 * The compiled schemas of one version of a tool.
 *
 * @param arguments the schema of arguments
 * @param output the schema of results; empty if the tool declares none
 */
public record ToolSchemas(ToolSchema arguments, Optional<ToolSchema> output) {

    /** Checks that nothing is null. */
    public ToolSchemas {
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(output, "output");
    }

    /**
     * Compiles both schemas.
     *
     * @throws InvalidSchemaException if a schema is rejected; the message begins with the schema's
     *     member in the descriptor
     */
    public static ToolSchemas compile(ToolDefinition definition) throws InvalidSchemaException {
        ToolSchema arguments = compile("parameters", definition.parameters());
        Optional<Json> output = definition.outputSchema();
        return new ToolSchemas(
                arguments,
                output.isPresent()
                        ? Optional.of(compile("outputSchema", output.get()))
                        : Optional.empty());
    }

    private static ToolSchema compile(String member, Json schema) throws InvalidSchemaException {
        try {
            return ToolSchema.compile(schema);
        } catch (InvalidSchemaException e) {
            throw new InvalidSchemaException(
                    "/" + member + e.path(), "/%s %s".formatted(member, e.getMessage()));
        }
    }

    /**
     * Returns warnings about features that are allowed but probably a mistake, each with its place;
     * see {@link ToolSchema#warnings}.
     */
    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        arguments.warnings().forEach(warning -> all.add("/parameters" + warning));
        output.ifPresent(
                schema -> schema.warnings().forEach(warning -> all.add("/outputSchema" + warning)));
        return all;
    }

    /** Returns the warnings of a tool's schemas; empty if a schema is invalid. */
    public static List<String> warningsOf(ToolDefinition definition) {
        try {
            return compile(definition).warnings();
        } catch (InvalidSchemaException e) {
            return List.of();
        }
    }
}
