package org.vexhost.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * The description of a tool for its callers. Immutable; created by {@link #of} or {@link #builder}.
 * Two definitions are equal if all their parts are equal.
 *
 * @since 1.0
 */
public final class ToolDefinition {

    /** The pattern of tool names. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** The pattern of versions. */
    public static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    /** The maximum length of a description, in characters. */
    public static final int MAX_DESCRIPTION_LENGTH = 8192;

    /** The maximum length of a title, in characters. */
    public static final int MAX_TITLE_LENGTH = 128;

    private final String name;
    private final String version;
    private final String description;
    private final Json parameters;
    private final Optional<String> title;
    private final Optional<Json> outputSchema;

    private ToolDefinition(Builder builder) {
        this.name = builder.name;
        this.version = builder.version;
        this.description = builder.description;
        this.parameters = builder.parameters;
        this.title = builder.title;
        this.outputSchema = builder.outputSchema;
    }

    /**
     * Returns a definition with neither a title nor an output schema.
     *
     * @throws IllegalArgumentException as {@link #builder} does
     */
    public static ToolDefinition of(
            String name, String version, String description, Json parameters) {
        return builder(name, version, description, parameters).build();
    }

    /**
     * Starts a definition.
     *
     * @param name see {@link #NAME}
     * @param version see {@link #VERSION}
     * @param description the purpose of the tool, for people and models; 1 to {@value
     *     #MAX_DESCRIPTION_LENGTH} characters
     * @param parameters the JSON Schema of the tool's arguments, an object or a boolean
     * @throws IllegalArgumentException if a value is not as documented
     */
    public static Builder builder(
            String name, String version, String description, Json parameters) {
        return new Builder(name, version, description, parameters);
    }

    /** Returns the tool's name, which matches {@link #NAME}. */
    public String name() {
        return name;
    }

    /** Returns the tool's version, which matches {@link #VERSION}. */
    public String version() {
        return version;
    }

    /** Returns the purpose of the tool, for people and models. */
    public String description() {
        return description;
    }

    /** Returns the JSON Schema of the tool's arguments, an object or a boolean. */
    public Json parameters() {
        return parameters;
    }

    /**
     * Returns the name for people, 1 to {@value #MAX_TITLE_LENGTH} printable characters; empty if
     * there is none.
     */
    public Optional<String> title() {
        return title;
    }

    /**
     * Returns the JSON Schema that every result matches, an object or a boolean; empty if there is
     * none.
     */
    public Optional<Json> outputSchema() {
        return outputSchema;
    }

    /**
     * Renders this definition as a function for OpenAI's chat completions: <code>
     * {"type":"function","function":{"name","description","parameters"}}</code>.
     */
    public Json toOpenAi() {
        return JsonLibrary.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("type", "function");
                    out.writeName("function");
                    out.writeStartObject();
                    out.writeStringProperty("name", name);
                    writeSchema(out, "parameters", this);
                    out.writeEndObject();
                    out.writeEndObject();
                });
    }

    /**
     * Renders this definition as a tool for Anthropic's messages: <code>
     * {"name","description","input_schema"}
     * </code>.
     */
    public Json toAnthropic() {
        return object(out -> writeSchema(out, "input_schema", this));
    }

    /**
     * Renders this definition as a tool of the Model Context Protocol ({@code tools/list}): <code>
     *  {"name","description","inputSchema"}</code>, plus {@code title} and {@code outputSchema} if
     * the tool has them.
     */
    public Json toMcp() {
        return object(
                out -> {
                    title.ifPresent(text -> out.writeStringProperty("title", text));
                    writeSchema(out, "inputSchema", this);
                    outputSchema.ifPresent(
                            schema -> {
                                out.writeName("outputSchema");
                                out.writeRawValue(schema.text());
                            });
                });
    }

    private Json object(Consumer<JsonGenerator> members) {
        return JsonLibrary.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("name", name);
                    members.accept(out);
                    out.writeEndObject();
                });
    }

    private static void writeSchema(JsonGenerator out, String member, ToolDefinition tool) {
        out.writeStringProperty("description", tool.description);
        out.writeName(member);
        out.writeRawValue(tool.parameters.text());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToolDefinition tool
                && name.equals(tool.name)
                && version.equals(tool.version)
                && description.equals(tool.description)
                && parameters.equals(tool.parameters)
                && title.equals(tool.title)
                && outputSchema.equals(tool.outputSchema);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, version, description, parameters, title, outputSchema);
    }

    /** Returns the name and version. */
    @Override
    public String toString() {
        return name + " " + version;
    }

    /** Builds a definition. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final String version;
        private final String description;
        private final Json parameters;
        private Optional<String> title = Optional.empty();
        private Optional<Json> outputSchema = Optional.empty();

        private Builder(String name, String version, String description, Json parameters) {
            requireMatch("name", NAME, name);
            requireMatch("version", VERSION, version);
            if (description.isBlank() || description.length() > MAX_DESCRIPTION_LENGTH) {
                throw new IllegalArgumentException(
                        "description is not 1 to %d characters [%d]"
                                .formatted(MAX_DESCRIPTION_LENGTH, description.length()));
            }
            this.name = name;
            this.version = version;
            this.description = description;
            this.parameters = Objects.requireNonNull(parameters, "parameters");
        }

        /**
         * Sets the name for people.
         *
         * @throws IllegalArgumentException if the name is not 1 to {@value
         *     ToolDefinition#MAX_TITLE_LENGTH} printable characters
         */
        public Builder title(String text) {
            if (text.isBlank()
                    || text.length() > MAX_TITLE_LENGTH
                    || !MessageText.isPrintable(text)) {
                throw new IllegalArgumentException(
                        "title is not 1 to %d printable characters [%s]"
                                .formatted(MAX_TITLE_LENGTH, MessageText.quote(text)));
            }
            this.title = Optional.of(text);
            return this;
        }

        /** Sets the JSON Schema of the results, an object or a boolean. */
        public Builder outputSchema(Json schema) {
            this.outputSchema = Optional.of(schema);
            return this;
        }

        /** Returns the definition. */
        public ToolDefinition build() {
            return new ToolDefinition(this);
        }

        private static void requireMatch(String field, Pattern pattern, String value) {
            if (!pattern.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "%s does not match %s [%s]"
                                .formatted(field, pattern.pattern(), MessageText.quote(value)));
            }
        }
    }
}
