package org.vexhost.loader.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Json;
import tools.jackson.core.JsonToken;

/**
 * Splits a JSON text into one line per value, so that two texts can be compared. If two texts
 * differ in a value or a name, they differ in at least one line, however long the texts are.
 */
public final class JsonLines {

    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_VALUE_LENGTH = 128;
    private static final int MAX_LINE_LENGTH = 200;

    private final Json json;
    private final int maxLines;
    private final List<String> lines = new ArrayList<>();

    /**
     * The names as lines show them. A long name can occur in many lines, and is digested only once.
     */
    private final Map<String, String> shownNames = new HashMap<>();

    private JsonLines(Json json, int maxLines) {
        this.json = json;
        this.maxLines = maxLines;
    }

    /**
     * Returns the lines. Each line is a JSON Pointer, a space and the value. An empty object or
     * array has a line as well. A value that is too long is shortened and ends with a digest of the
     * whole value. Safe to print.
     *
     * @param json the text
     * @param maxLines the maximum number of lines. If there are more, one additional line reports
     *     this, with a digest of the whole text
     */
    public static List<String> of(Json json, int maxLines) {
        JsonLines all = new JsonLines(json, maxLines);
        try {
            return JsonCursor.read(
                    json.utf8(),
                    Json.MAX_BYTES,
                    cursor -> {
                        all.read(cursor);
                        return all.lines;
                    });
        } catch (JsonFormException e) {
            all.lines.add(
                    "is not comparable [%s] %s"
                            .formatted(e.getMessage(), CutText.digest(json.text())));
            return all.lines;
        }
    }

    private void read(JsonCursor cursor) throws JsonFormException {
        if (lines.size() >= maxLines) {
            if (lines.size() == maxLines) {
                lines.add("and more " + CutText.digest(json.text()));
            }
            cursor.skip();
            return;
        }
        JsonToken token = cursor.token();
        int before = lines.size();
        if (token == JsonToken.START_OBJECT) {
            cursor.readObject((name, value) -> read(value));
            addIfEmpty(before, cursor, "{}");
        } else if (token == JsonToken.START_ARRAY) {
            List<String> ignored =
                    cursor.readArray(
                            Integer.MAX_VALUE,
                            element -> {
                                read(element);
                                return "";
                            });
            addIfEmpty(before, cursor, "[]");
        } else {
            String text = CutText.escape(cursor.literal(), MAX_VALUE_LENGTH);
            add(cursor, token == JsonToken.VALUE_STRING ? "'" + text + "'" : text);
        }
    }

    private void addIfEmpty(int before, JsonCursor cursor, String text) {
        if (lines.size() == before) {
            add(cursor, text);
        }
    }

    private void add(JsonCursor cursor, String value) {
        StringBuilder line = new StringBuilder();
        for (String name : cursor.names()) {
            line.append('/').append(shownNames.computeIfAbsent(name, JsonLines::shown));
        }
        lines.add(CutText.ofEscaped(line.append(' ').append(value).toString(), MAX_LINE_LENGTH));
    }

    /**
     * Returns a name for a pointer. The name must not contain a space, because a space ends the
     * pointer.
     */
    private static String shown(String name) {
        return CutText.escape(name.replace("~", "~0").replace("/", "~1"), MAX_NAME_LENGTH)
                .replace(" ", "\\u0020");
    }
}
