package org.vexhost.loader.capability;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/**
 * Reads the JSON of an origin, in descriptors and grants files. The JSON is a string, or an object
 * that restricts the methods.
 */
final class OriginReader {

    private @Nullable String origin;
    private Set<String> methods = Set.of();

    private OriginReader() {}

    /**
     * Reads the value at the cursor.
     *
     * @throws JsonFormException if the value is neither a string nor such an object, or has an
     *     invalid origin or method
     */
    static Grant.Network read(JsonCursor cursor) throws JsonFormException {
        OriginReader reader = new OriginReader();
        if (cursor.isObject()) {
            cursor.readObject(reader::readMember);
        } else {
            reader.origin = cursor.readString();
        }
        if (reader.origin == null) {
            throw cursor.problem("has no 'origin'");
        }
        try {
            return new Grant.Network(reader.origin, reader.methods);
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "origin" -> origin = cursor.readString();
            case "methods" -> methods = readMethods(cursor);
            default -> throw cursor.unknown(List.of("origin", "methods"));
        }
    }

    private static Set<String> readMethods(JsonCursor cursor) throws JsonFormException {
        Set<String> seen = new HashSet<>();
        cursor.readArray(
                Grant.Network.METHODS.size(),
                element -> {
                    String method = element.readString();
                    if (!seen.add(method)) {
                        throw element.problem(
                                "is a duplicate [%s]".formatted(ValueReader.shown(method)));
                    }
                    return method;
                });
        if (seen.isEmpty()) {
            throw cursor.problem("is empty; without 'methods', all are meant");
        }
        return seen;
    }
}
