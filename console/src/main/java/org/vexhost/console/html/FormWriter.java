package org.vexhost.console.html;

/** Forms that change something. Each sends back the token of its session. */
public final class FormWriter {

    /** The field of the token. */
    public static final String TOKEN = "csrf";

    private FormWriter() {}

    /** Begins a form; ends with {@code close("form")}. */
    public static HtmlWriter begin(HtmlWriter out, String action, String token) {
        out.open("form").set("method", "post").set("action", action);
        return hidden(out, TOKEN, token);
    }

    /** The same for files. */
    public static HtmlWriter beginWithFiles(HtmlWriter out, String action, String token) {
        out.open("form")
                .set("method", "post")
                .set("action", action)
                .set("enctype", "multipart/form-data")
                .set("class", "drop");
        return hidden(out, TOKEN, token);
    }

    /** A field that nobody sees. */
    public static HtmlWriter hidden(HtmlWriter out, String name, String value) {
        return out.open("input")
                .set("type", "hidden")
                .set("name", name)
                .set("value", value)
                .close("input");
    }

    /** A field for a line of text, with its label. */
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

    /** What sends the form. */
    public static HtmlWriter button(HtmlWriter out, String text) {
        return out.open("button").set("type", "submit").text(text).close("button");
    }

    /** The same for what cannot be taken back. */
    public static HtmlWriter dangerousButton(HtmlWriter out, String text) {
        return out.open("button")
                .set("type", "submit")
                .set("class", "danger")
                .text(text)
                .close("button");
    }
}
