package org.vexhost.loader.json;

/** A writer of indented JSON, for files that people edit. Used by one thread. */
public final class JsonText {

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;
    private boolean afterName;

    /** Begins an object as the next value. */
    public JsonText beginObject() {
        return open('{');
    }

    /** Ends an object. */
    public JsonText endObject() {
        return close('}');
    }

    /** Begins an array as the next value. */
    public JsonText beginArray() {
        return open('[');
    }

    /** Ends an array. */
    public JsonText endArray() {
        return close(']');
    }

    /** Writes the name of the next value, inside an object. */
    public JsonText name(String name) {
        separate();
        quote(name);
        text.append(": ");
        afterName = true;
        return this;
    }

    /** Writes a string. */
    public JsonText value(String value) {
        separate();
        quote(value);
        return this;
    }

    /** Writes a boolean. */
    public JsonText value(boolean value) {
        separate();
        text.append(value);
        return this;
    }

    /** Writes a number. */
    public JsonText value(long value) {
        separate();
        text.append(value);
        return this;
    }

    /** Returns the text, with a line feed at its end. */
    @Override
    public String toString() {
        return text + "\n";
    }

    private JsonText open(char bracket) {
        separate();
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonText close(char bracket) {
        depth--;
        if (!first) {
            indent();
        }
        text.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (afterName) {
            afterName = false;
            return;
        }
        if (depth > 0) {
            if (!first) {
                text.append(',');
            }
            indent();
        }
        first = false;
    }

    private void indent() {
        text.append('\n').append("  ".repeat(depth));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
