package org.vexhost.loader.osgi;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.vexhost.api.Json;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchema;

/**
 * Compiles a sample schema at the start, so that the classes for this are loaded before the first
 * tool is deployed. The launcher runs this on a separate thread.
 */
public final class SchemaPreload implements Consumer<Path> {

    private static final String SCHEMA =
            """
            {"type": "object", "required": ["a"], "properties": {
              "a": {"type": "string", "minLength": 1, "pattern": "^a"},
              "b": {"type": "array", "maxItems": 2, "items": {"enum": [1, 2]}},
              "c": {"type": "integer", "minimum": 0, "default": 1}}}""";

    /** The launcher creates this class; its name is in the manifest of this bundle. */
    public SchemaPreload() {}

    @Override
    public void accept(Path compiled) {
        try {
            ToolSchema ignored = ToolSchema.compile(Json.parse(SCHEMA));
        } catch (InvalidSchemaException e) {
            throw new IllegalStateException("the first schema does not compile", e);
        }
    }
}
