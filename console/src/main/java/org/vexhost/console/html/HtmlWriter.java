package org.vexhost.console.html;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.vexhost.api.MessageText;

/**
 * A writer of HTML. All text of a page passes through it. It escapes texts and attribute values, so
 * that they are shown but never interpreted, and cannot reorder the text around them. Tags and
 * attribute names must be constants of this module. Used by one thread.
 */
public final class HtmlWriter {

    /**
     * Elements without an end tag. SVG shapes are not included, because without an end tag each
     * shape would contain the next one.
     */
    private static final Set<String> VOID = Set.of("input", "br", "hr", "meta", "link");

    private final StringBuilder out = new StringBuilder(8 << 10);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean isInTag;

    /** Creates an empty page. */
    public HtmlWriter() {
        out.append("<!doctype html>");
    }

    /** Opens an element. Its attributes can be set until something else is written. */
    public HtmlWriter open(String tag) {
        endTag();
        out.append('<').append(tag);
        open.push(tag);
        isInTag = true;
        return this;
    }

    /**
     * Sets an attribute of the element that was just opened.
     *
     * @throws IllegalStateException if something else was written after the element was opened
     */
    public HtmlWriter set(String name, String value) {
        if (!isInTag) {
            throw new IllegalStateException("attribute is not in a tag [" + name + "]");
        }
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    /** Sets an attribute if a condition is true. */
    public HtmlWriter setIf(boolean condition, String name, String value) {
        return condition ? set(name, value) : this;
    }

    /** Writes text. */
    public HtmlWriter text(String text) {
        endTag();
        escape(text);
        return this;
    }

    /**
     * Closes the innermost element.
     *
     * @throws IllegalStateException if the innermost element has another tag
     */
    public HtmlWriter close(String tag) {
        endTag();
        String innermost = open.pop();
        if (!innermost.equals(tag)) {
            throw new IllegalStateException(tag + " is closed inside " + innermost);
        }
        if (!VOID.contains(tag)) {
            out.append("</").append(tag).append('>');
        }
        return this;
    }

    /** Writes an element that contains only text. */
    public HtmlWriter element(String tag, String text) {
        return open(tag).text(text).close(tag);
    }

    /** Writes an element that has a style class and contains only text. */
    public HtmlWriter styled(String tag, String styleClass, String text) {
        return open(tag).set("class", styleClass).text(text).close(tag);
    }

    /** Writes a link. */
    public HtmlWriter link(String href, String text) {
        return open("a").set("href", href).text(text).close("a");
    }

    /** Returns the page as UTF-8. Every element must be closed. */
    public byte[] toBytes() {
        endTag();
        if (!open.isEmpty()) {
            throw new IllegalStateException("element is not closed [" + open.peek() + "]");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void endTag() {
        if (isInTag) {
            out.append('>');
            isInTag = false;
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> plain(c);
            }
        }
    }

    private void plain(int c) {
        if ((c >= ' ' && c < 0x7f) || MessageText.isPrintable(Character.toString(c))) {
            out.appendCodePoint(c);
        } else {
            out.append(MessageText.printable(Character.toString(c)));
        }
    }
}
