package org.vexhost.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a tool presents itself to those who may call it.
 *
 * @param name {@code [a-z0-9][a-z0-9_-]{0,63}}
 * @param version 1 to 64 characters of {@code [A-Za-z0-9._+-]}, beginning with a letter or digit
 * @param description what it does, for people and models; 1 to 8192 characters
 * @param parameters the JSON Schema of its arguments, an object or a boolean
 * @since 1.0
 */
public record ToolDefinition(String name, String version, String description, Json parameters) {

    /** What tool names look like. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** What versions look like. */
    public static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    /** The longest description, in characters. */
    public static final int MAX_DESCRIPTION_LENGTH = 8192;

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if one is not as documented
     */
    public ToolDefinition {
        requireMatch("name", NAME, name);
        requireMatch("version", VERSION, version);
        if (description.isBlank() || description.length() > MAX_DESCRIPTION_LENGTH) {
            throw new IllegalArgumentException(
                    "description is not 1 to %d characters [%d]"
                            .formatted(MAX_DESCRIPTION_LENGTH, description.length()));
        }
        Objects.requireNonNull(parameters, "parameters");
    }

    /**
     * Renders this as a function for OpenAI's chat completions: <code>
     * {"type":"function","function":{"name","description","parameters"}}</code>.
     */
    public Json toOpenAi() {
        return JsonText.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("type", "function");
                    out.writeName("function");
                    out.writeStartObject();
                    out.writeStringProperty("name", name);
                    out.writeStringProperty("description", description);
                    out.writeName("parameters");
                    out.writeRawValue(parameters.text());
                    out.writeEndObject();
                    out.writeEndObject();
                });
    }

    /**
     * Renders this as a tool for Anthropic's messages: <code>{"name","description","input_schema"}
     * </code>.
     */
    public Json toAnthropic() {
        return renderWithSchemaAs("input_schema");
    }

    /**
     * Renders this as a tool of the Model Context Protocol ({@code tools/list}): <code>
     * {"name","description","inputSchema"}</code>.
     */
    public Json toMcp() {
        return renderWithSchemaAs("inputSchema");
    }

    private Json renderWithSchemaAs(String member) {
        return JsonText.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("name", name);
                    out.writeStringProperty("description", description);
                    out.writeName(member);
                    out.writeRawValue(parameters.text());
                    out.writeEndObject();
                });
    }

    private static void requireMatch(String field, Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s does not match %s [%s]"
                            .formatted(field, pattern.pattern(), MessageText.quote(value)));
        }
    }
}
