package org.vexhost.console.form;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Derives the fields of a form from the schema of a tool's arguments. */
public final class SchemaFields {

    /**
     * The maximum number of fields. Further arguments can be entered only in the field for all
     * arguments as JSON.
     */
    static final int MAX_FIELDS = 50;

    private static final int MAX_CHOICES = 200;
    private static final JsonMapper MAPPER = new JsonMapper();

    private SchemaFields() {}

    /** How the form asks for a value. */
    public enum Kind {
        /** A line of text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** A whole number. */
        INTEGER,
        /** Yes, no, or no value. */
        BOOLEAN,
        /** One of several texts. */
        CHOICE,
        /** Any JSON value. */
        JSON
    }

    /**
     * A field.
     *
     * @param name the argument's name, which the tool chose
     * @param description the purpose of the argument; may be empty
     * @param choices the texts to choose from, for {@link Kind#CHOICE}
     * @param value the initial value; may be empty
     */
    public record Field(
            String name,
            Kind kind,
            String description,
            boolean isRequired,
            List<String> choices,
            String value) {
        /** Copies the list. */
        public Field {
            choices = List.copyOf(choices);
        }
    }

    /** Returns the fields for a schema; empty if the schema does not describe the arguments. */
    public static List<Field> of(Json schema) {
        JsonNode root;
        try {
            root = MAPPER.readTree(schema.text());
        } catch (JacksonException e) {
            return List.of(); // Nested too deeply for a form.
        }
        JsonNode properties = root.path("properties");
        Set<String> required = new LinkedHashSet<>();
        root.path("required").forEach(each -> required.add(each.asString("")));
        List<Field> fields = new ArrayList<>();
        for (var entry : properties.properties()) {
            if (fields.size() == MAX_FIELDS) {
                break;
            }
            JsonNode property = entry.getValue();
            String name = entry.getKey();
            fields.add(
                    new Field(
                            name,
                            kind(property),
                            text(property.path("description")),
                            required.contains(name),
                            choices(property),
                            initial(property.path("default"))));
        }
        return fields;
    }

    private static Kind kind(JsonNode property) {
        if (!choices(property).isEmpty()) {
            return Kind.CHOICE;
        }
        return switch (text(property.path("type"))) {
            case "string" -> Kind.TEXT;
            case "number" -> Kind.NUMBER;
            case "integer" -> Kind.INTEGER;
            case "boolean" -> Kind.BOOLEAN;
            default -> Kind.JSON;
        };
    }

    /**
     * Returns the values of an enumeration if all are texts. Other enumerations are entered as
     * JSON.
     */
    private static List<String> choices(JsonNode property) {
        List<String> choices = new ArrayList<>();
        for (JsonNode each : property.path("enum")) {
            if (!each.isString() || choices.size() == MAX_CHOICES) {
                return List.of();
            }
            choices.add(each.stringValue());
        }
        return choices;
    }

    private static String initial(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }
}
