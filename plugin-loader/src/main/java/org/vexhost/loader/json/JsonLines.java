package org.vexhost.loader.json;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.api.Json;

/** Takes a JSON text apart into one line for each value in it, so that two can be compared. */
public final class JsonLines {

    private JsonLines() {}

    /**
     * The lines: a JSON Pointer, a blank, the value. An empty object or array is a line as well.
     *
     * @param maxLines how many at most; the last one says that there are more
     */
    public static List<String> of(Json json, int maxLines) {
        List<String> lines = new ArrayList<>();
        try {
            List<String> ignored =
                    JsonCursor.read(
                            json.utf8(),
                            Json.MAX_BYTES,
                            cursor -> {
                                cursor.readLines(lines, maxLines);
                                return lines;
                            });
        } catch (JsonFormException e) {
            lines.add("is not comparable [%s]".formatted(e.getMessage()));
        }
        return lines;
    }
}
