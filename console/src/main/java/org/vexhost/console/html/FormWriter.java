package org.vexhost.console.html;

/** Writes forms that request changes. Each form sends back a token of its session. */
public final class FormWriter {

    /** The name of the field with the token. */
    public static final String TOKEN = "csrf";

    private FormWriter() {}

    /** Begins a form; the caller ends it with {@code close("form")}. */
    public static HtmlWriter begin(HtmlWriter out, String action, String token) {
        out.open("form").set("method", "post").set("action", action);
        return hidden(out, TOKEN, token);
    }

    /** Begins a form with files; the caller ends it with {@code close("form")}. */
    public static HtmlWriter beginWithFiles(HtmlWriter out, String action, String token) {
        out.open("form")
                .set("method", "post")
                .set("action", action)
                .set("enctype", "multipart/form-data")
                .set("class", "drop");
        return hidden(out, TOKEN, token);
    }

    /** Writes a hidden field. */
    public static HtmlWriter hidden(HtmlWriter out, String name, String value) {
        return out.open("input")
                .set("type", "hidden")
                .set("name", name)
                .set("value", value)
                .close("input");
    }

    /** Writes a field for a line of text, with its label. */
    public static HtmlWriter line(
            HtmlWriter out, String label, String name, String value, String hint) {
        out.open("p")
                .open("label")
                .set("for", name)
                .text(label)
                .close("label")
                .open("input")
                .set("id", name)
                .set("name", name)
                .set("value", value)
                .set("autocomplete", "off");
        if (!hint.isEmpty()) {
            out.set("aria-describedby", name + "-hint");
        }
        out.close("input");
        if (!hint.isEmpty()) {
            out.open("span").set("id", name + "-hint").set("class", "hint").text(hint);
            out.close("span");
        }
        return out.close("p");
    }

    /** Writes the button that sends the form. */
    public static HtmlWriter button(HtmlWriter out, String text) {
        return out.open("button").set("type", "submit").text(text).close("button");
    }

    /** Writes the button of a form whose change cannot be undone. */
    public static HtmlWriter dangerousButton(HtmlWriter out, String text) {
        return out.open("button")
                .set("type", "submit")
                .set("class", "danger")
                .text(text)
                .close("button");
    }
}
