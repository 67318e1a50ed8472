package org.vexhost.console.page;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolDefinition;
import org.vexhost.console.form.ArgumentsReader;
import org.vexhost.console.form.SchemaFields;
import org.vexhost.console.form.SchemaFields.Field;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;

/** Writes a form for the arguments of a tool, derived from their schema. */
final class TryForm {

    private TryForm() {}

    static void write(HtmlWriter out, PageContext context, String tool, ToolDefinition definition) {
        List<Field> fields = SchemaFields.of(definition.parameters());
        FormWriter.begin(out, "/console/try/" + tool, context.session().formToken());
        for (int i = 0; i < fields.size(); i++) {
            field(out, fields.get(i), "field-" + i, context.form());
        }
        String whole = context.form().flatMap(form -> form.value(ArgumentsReader.WHOLE)).orElse("");
        out.open("details").setIf(fields.isEmpty() || !whole.isEmpty(), "open", "");
        out.element("summary", "Arguments as JSON, instead of the fields");
        out.open("p").open("label").set("for", "whole").text("JSON").close("label");
        out.open("textarea")
                .set("id", "whole")
                .set("name", ArgumentsReader.WHOLE)
                .set("rows", "6")
                .set("spellcheck", "false")
                .text(whole)
                .close("textarea")
                .close("p")
                .close("details");
        FormWriter.button(out, "Call " + tool).close("form");
    }

    private static void field(HtmlWriter out, Field field, String id, Optional<SentForm> sent) {
        String name = ArgumentsReader.PREFIX + field.name();
        String value = sent.flatMap(form -> form.value(name)).orElse(field.value());
        out.open("p").open("label").set("for", id).text(field.name());
        if (field.isRequired()) {
            out.styled("span", "required", " (required)");
        }
        out.close("label");
        switch (field.kind()) {
            case BOOLEAN -> select(out, field, id, name, value, List.of("true", "false"));
            case CHOICE -> select(out, field, id, name, value, field.choices());
            case NUMBER, INTEGER -> {
                begin(out, "input", field, id, name);
                out.set("inputmode", field.kind() == SchemaFields.Kind.NUMBER ? "decimal" : "text")
                        .set("autocomplete", "off")
                        .set("value", value)
                        .close("input");
            }
            case TEXT, JSON -> {
                begin(out, "textarea", field, id, name);
                out.set("rows", field.kind() == SchemaFields.Kind.TEXT ? "2" : "4")
                        .set("spellcheck", "false")
                        .text(value)
                        .close("textarea");
            }
        }
        String hint =
                field.kind() == SchemaFields.Kind.JSON
                        ? ("JSON. " + field.description()).strip()
                        : field.description();
        if (!hint.isEmpty()) {
            out.open("span").set("class", "hint").set("id", id + "-hint").text(hint).close("span");
        }
        out.close("p");
    }

    private static void select(
            HtmlWriter out,
            Field field,
            String id,
            String name,
            String value,
            List<String> choices) {
        begin(out, "select", field, id, name);
        out.open("option").set("value", "").text("not given").close("option");
        for (String each : choices) {
            out.open("option")
                    .set("value", each)
                    .setIf(each.equals(value), "selected", "")
                    .text(each)
                    .close("option");
        }
        out.close("select");
    }

    private static void begin(HtmlWriter out, String tag, Field field, String id, String name) {
        boolean hasHint = !field.description().isEmpty() || field.kind() == SchemaFields.Kind.JSON;
        out.open(tag)
                .set("id", id)
                .set("name", name)
                .setIf(hasHint, "aria-describedby", id + "-hint");
    }
}
