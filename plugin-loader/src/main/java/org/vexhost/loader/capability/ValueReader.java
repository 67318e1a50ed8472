package org.vexhost.loader.capability;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonCursor.Reader;
import org.vexhost.loader.json.JsonFormException;

/** Reads values that can occur in descriptors and in grants files. */
final class ValueReader {

    /**
     * The maximum number of variables, directories, origins or secrets that one tool can request.
     */
    static final int MAX_REQUESTED = 64;

    /** The maximum number of values of one member of a grants file. */
    static final int MAX_GRANTED = 1_000;

    private static final int MAX_SHOWN_LENGTH = 64;

    private ValueReader() {}

    /**
     * Reads a list of requests.
     *
     * @param cursor a cursor at the list
     * @param reader reads one request
     * @param key returns the part of a request that must be unique in the list
     * @return empty if the list is empty
     */
    static <T extends RequestedItem> Optional<List<RequestedItem>> requested(
            JsonCursor cursor, Reader<T> reader, Function<T, String> key) throws JsonFormException {
        Set<String> seen = new HashSet<>();
        List<T> items =
                cursor.readArray(
                        MAX_REQUESTED,
                        element -> {
                            T item = reader.read(element);
                            requireNew(element, seen, key.apply(item));
                            return item;
                        });
        return items.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(items));
    }

    static void requireNew(JsonCursor cursor, Set<String> seen, String value)
            throws JsonFormException {
        if (!seen.add(value)) {
            throw cursor.problem("is a duplicate [%s]".formatted(shown(value)));
        }
    }

    /** Reads a string and converts it. */
    static <T> T string(JsonCursor cursor, Function<String, T> make) throws JsonFormException {
        String text = cursor.readString();
        return checked(cursor, () -> make.apply(text));
    }

    /** Creates a value from JSON that was read; an invalid value is an error at the cursor. */
    static <T> T checked(JsonCursor cursor, Supplier<T> make) throws JsonFormException {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }

    static Grant.Access access(JsonCursor cursor) throws JsonFormException {
        String word = cursor.readString();
        return switch (word) {
            case "read" -> Grant.Access.READ;
            case "readWrite", "read-write" -> Grant.Access.READ_WRITE;
            default ->
                    throw cursor.problem(
                            "is not 'read' or 'readWrite' [%s]%s"
                                    .formatted(
                                            shown(word),
                                            Suggestion.clause(word, List.of("read", "readWrite"))));
        };
    }

    static String shown(String value) {
        return "'" + MessageText.escape(value, MAX_SHOWN_LENGTH) + "'";
    }
}
