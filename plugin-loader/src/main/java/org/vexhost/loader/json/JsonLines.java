package org.vexhost.loader.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Json;
import tools.jackson.core.JsonToken;

/**
 * Takes a JSON text apart into one line for each value in it, so that two can be compared: texts
 * that differ in a value or a name differ in a line, however long these are.
 */
public final class JsonLines {

    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_VALUE_LENGTH = 128;
    private static final int MAX_LINE_LENGTH = 200;

    private final Json json;
    private final int maxLines;
    private final List<String> lines = new ArrayList<>();

    /** A long name leads to many values: it is digested once. */
    private final Map<String, String> shownNames = new HashMap<>();

    private JsonLines(Json json, int maxLines) {
        this.json = json;
        this.maxLines = maxLines;
    }

    /**
     * The lines: a JSON Pointer, a blank, the value. An empty object or array is a line as well.
     * What is too long is cut, and ends with a digest of all of it. Safe to print.
     *
     * @param maxLines how many at most; one more says that there are more, with a digest of the
     *     whole text
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

    /** A blank ends the pointer, so there is none in it. */
    private static String shown(String name) {
        return CutText.escape(name.replace("~", "~0").replace("/", "~1"), MAX_NAME_LENGTH)
                .replace(" ", "\\u0020");
    }
}
