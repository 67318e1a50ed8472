package org.vexhost.loader.deploy;

import java.util.List;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchemas;

/** Factories for tests in other packages. */
public final class TestFactories {

    private TestFactories() {}

    /** Makes tools that answer with their version. */
    public static ToolFactory echoing() {
        return (artifact, limits, grants) -> new Ready(artifact.descriptor().definition());
    }

    /** What needs no compiling. */
    private record Ready(ToolDefinition definition) implements ToolFactory.Checked {
        @Override
        public ToolFactory.Effort effort() {
            return new ToolFactory.Effort(0, 0, 0);
        }

        @Override
        public ToolFactory.Prepared prepare() {
            return new ToolFactory.Prepared(
                    new Echo(definition), schemas(definition), List.of(), () -> {});
        }
    }

    private record Echo(ToolDefinition definition) implements Tool {
        @Override
        public Json execute(ToolCall call) {
            return Json.parse("{\"version\": \"%s\"}".formatted(definition.version()));
        }
    }

    /** The compiled schemas of a definition. */
    public static ToolSchemas schemas(ToolDefinition definition) {
        try {
            return ToolSchemas.compile(definition);
        } catch (InvalidSchemaException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
