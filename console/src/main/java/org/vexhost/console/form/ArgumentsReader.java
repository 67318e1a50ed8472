package org.vexhost.console.form;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.console.form.SchemaFields.Field;
import tools.jackson.databind.json.JsonMapper;

/** Builds the arguments of a call from the fields of a form. */
public final class ArgumentsReader {

    /** The prefix of field names; the name of the argument follows it. */
    public static final String PREFIX = "argument.";

    /**
     * The name of the field that takes all arguments as JSON. If this field is not empty, the other
     * fields are ignored.
     */
    public static final String WHOLE = "json";

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,99})?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
    private static final JsonMapper MAPPER = new JsonMapper();

    private ArgumentsReader() {}

    /**
     * Reads the arguments. Empty fields are left out, unless the argument is required.
     *
     * @throws BadFormException if a value does not have the kind of its field; the message names
     *     the field
     */
    public static Json read(List<Field> fields, SentForm form) throws BadFormException {
        String whole = form.value(WHOLE).orElse("").strip();
        if (!whole.isEmpty()) {
            return json("arguments", whole);
        }
        List<String> members = new ArrayList<>();
        for (Field field : fields) {
            String value = form.value(PREFIX + field.name()).orElse("");
            boolean isText =
                    field.kind() == SchemaFields.Kind.TEXT
                            || field.kind() == SchemaFields.Kind.CHOICE;
            if (isText) {
                if (!value.isEmpty() || field.isRequired()) {
                    members.add(member(field, quote(value.replace("\r\n", "\n"))));
                }
            } else if (!value.isBlank()) {
                members.add(member(field, other(field, value.strip()).text()));
            }
        }
        return json("arguments", "{" + String.join(",", members) + "}");
    }

    /**
     * Returns a member of the arguments with the value as it was typed. Parsing and formatting a
     * number could change it.
     */
    private static String member(Field field, String json) {
        return quote(field.name()) + ":" + json;
    }

    private static String quote(String text) {
        return MAPPER.writeValueAsString(text);
    }

    private static Json other(Field field, String value) throws BadFormException {
        boolean isOfItsKind =
                switch (field.kind()) {
                    case NUMBER -> NUMBER.matcher(value).matches();
                    case INTEGER -> INTEGER.matcher(value).matches();
                    case BOOLEAN -> value.equals("true") || value.equals("false");
                    case JSON, TEXT, CHOICE -> true;
                };
        if (!isOfItsKind) {
            throw new BadFormException(
                    "%s is not a %s [%s]"
                            .formatted(
                                    MessageText.quote(field.name()),
                                    field.kind() == SchemaFields.Kind.BOOLEAN
                                            ? "boolean"
                                            : "number of its kind",
                                    MessageText.quote(value)));
        }
        return json(MessageText.quote(field.name()), value);
    }

    private static Json json(String what, String text) throws BadFormException {
        try {
            return Json.parse(text);
        } catch (InvalidJsonException e) {
            throw new BadFormException("%s: %s".formatted(what, e.getMessage()));
        }
    }
}
