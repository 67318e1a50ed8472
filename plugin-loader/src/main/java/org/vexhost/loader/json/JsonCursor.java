package org.vexhost.loader.json;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * A cursor over one JSON text. It knows its position, so every problem names its place. It rejects
 * duplicate names in an object, a byte order mark, and text after the value.
 */
public final class JsonCursor implements AutoCloseable {

    /** The maximum nesting depth of arrays and objects. */
    public static final int MAX_DEPTH = 80;

    private static final int MAX_SHOWN_LENGTH = 64;
    private static final int MAX_EXPONENT = 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(400)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // The library's table of names is disabled. All texts would share it, and names
                    // come from guests.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private final String text;
    private final JsonParser parser;
    private final Deque<String> path = new ArrayDeque<>();

    private JsonCursor(String text) {
        this.text = text;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** A function that reads the whole value at the cursor. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads one value. */
        T read(JsonCursor cursor) throws JsonFormException;
    }

    /** A function that reads the whole value of a member, at the cursor. */
    @FunctionalInterface
    public interface MemberReader {
        /** Reads the value of a member. */
        void read(String name, JsonCursor cursor) throws JsonFormException;
    }

    /**
     * Reads a JSON text.
     *
     * @param utf8 the text
     * @param maxBytes the maximum size, in bytes
     * @param reader reads the value that the text consists of
     */
    public static <T> T read(byte[] utf8, int maxBytes, Reader<T> reader) throws JsonFormException {
        if (utf8.length > maxBytes) {
            throw new JsonFormException(
                    "",
                    "exceeds the size of %s bytes [%d]"
                            .formatted(MessageText.bytes(maxBytes), utf8.length));
        }
        String text;
        try {
            text = Json.parse(utf8).text();
        } catch (InvalidJsonException e) {
            throw new JsonFormException(
                    JsonFormException.Kind.MALFORMED, "", "is not JSON [" + e.getMessage() + "]");
        }
        try (JsonCursor cursor = new JsonCursor(text)) {
            cursor.next();
            return reader.read(cursor);
        }
    }

    /** Reads an object, member by member. */
    public void readObject(MemberReader reader) throws JsonFormException {
        require(JsonToken.START_OBJECT, "an object");
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            path.addLast(name);
            next();
            reader.read(name, this);
            path.removeLast();
        }
    }

    /**
     * Reads an array.
     *
     * @param maxElements the maximum number of elements
     */
    public <T> List<T> readArray(int maxElements, Reader<T> reader) throws JsonFormException {
        require(JsonToken.START_ARRAY, "an array");
        List<T> elements = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            if (elements.size() == maxElements) {
                throw problem("exceeds the size of %d elements".formatted(maxElements));
            }
            path.addLast(Integer.toString(elements.size()));
            elements.add(reader.read(this));
            path.removeLast();
        }
        return elements;
    }

    /** Reads a string. */
    public String readString() throws JsonFormException {
        require(JsonToken.VALUE_STRING, "a string");
        return parser.getString();
    }

    /** Reads a boolean. */
    public boolean readBoolean() throws JsonFormException {
        if (parser.currentToken() == JsonToken.VALUE_TRUE) {
            return true;
        }
        require(JsonToken.VALUE_FALSE, "a boolean");
        return false;
    }

    /** Reads an integer; {@code 1.0} and {@code 1e3} are integers, as in JSON Schema. */
    public long readInteger(long min, long max) throws JsonFormException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            require(JsonToken.VALUE_NUMBER_INT, "an integer");
        }
        try {
            BigDecimal number = parser.getDecimalValue();
            if (Math.abs((long) number.scale()) <= MAX_EXPONENT) {
                if (number.stripTrailingZeros().scale() > 0) {
                    throw problem("is not an integer [%s]".formatted(shown()));
                }
                long value = number.longValueExact();
                if (value >= min && value <= max) {
                    return value;
                }
            }
        } catch (ArithmeticException | JacksonException e) {
            // The number is too large for a long or for the library. It is reported below, like
            // other numbers that are out of range.
        }
        throw problem("is not %d to %d [%s]".formatted(min, max, shown()));
    }

    /** Reads a JSON Schema, which is an object or a boolean, and keeps its text unchanged. */
    public Json readSchema() throws JsonFormException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return Json.parse(token == JsonToken.VALUE_TRUE ? "true" : "false");
        }
        require(JsonToken.START_OBJECT, "an object or a boolean");
        int start = (int) parser.currentTokenLocation().getCharOffset();
        skip();
        int end = (int) parser.currentTokenLocation().getCharOffset() + 1;
        return Json.parse(text.substring(start, end));
    }

    /** Returns the kind of the value at the cursor. */
    JsonToken token() {
        return parser.currentToken();
    }

    /** Returns the text of a string, a number or another literal. */
    String literal() {
        return parser.getString();
    }

    /** Returns the names and indexes on the path to the cursor. */
    Iterable<String> names() {
        return path;
    }

    /** Skips the contents of the value at the cursor. */
    void skip() throws JsonFormException {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /** Whether the value at the cursor is an array. */
    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Whether the value at the cursor is an object. */
    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Returns the position of the cursor as a JSON Pointer (RFC 6901), escaped for messages. */
    public String path() {
        StringBuilder pointer = new StringBuilder();
        for (Iterator<String> names = path.iterator(); names.hasNext(); ) {
            String name = names.next().replace("~", "~0").replace("/", "~1");
            pointer.append('/').append(MessageText.escape(name, MAX_SHOWN_LENGTH));
        }
        return pointer.toString();
    }

    /** Creates a problem at this position. */
    public JsonFormException problem(String text) {
        return new JsonFormException(path(), text);
    }

    /**
     * Creates the problem of an unknown member at this position.
     *
     * @param known the members that the object may have; the most similar one becomes a suggestion
     */
    public JsonFormException unknown(Collection<String> known) {
        String name = path.isEmpty() ? "" : path.getLast();
        return problem("is unknown" + Suggestion.clause(name, known));
    }

    @Override
    public void close() {
        parser.close();
    }

    private void require(JsonToken wanted, String kind) throws JsonFormException {
        if (parser.currentToken() != wanted) {
            throw problem("is not %s [%s]".formatted(kind, shown()));
        }
    }

    private String shown() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> MessageText.quote(parser.getString());
            default -> MessageText.escape(parser.getString(), MAX_SHOWN_LENGTH);
        };
    }

    private JsonToken next() throws JsonFormException {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /**
     * Converts an exception of the library. The text is known to be well-formed, so only duplicate
     * names and exceeded limits are possible.
     */
    private JsonFormException broken(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return problem("is nested deeper than %d or too long".formatted(MAX_DEPTH));
        }
        return problem(
                "repeats a name [%s]".formatted(MessageText.escape(e.getOriginalMessage(), 200)));
    }
}
