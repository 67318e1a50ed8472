package org.vexhost.api;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Parses and writes JSON. Only this class creates parsers and generators of Jackson. */
final class JsonLibrary {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAX_DEPTH)
                                    .maxStringLength(Json.MAX_BYTES)
                                    .maxNameLength(Json.MAX_BYTES)
                                    .maxNumberLength(Json.MAX_BYTES)
                                    .maxTokenCount(-1)
                                    .maxDocumentLength(-1)
                                    .build())
                    // The parser's table of names would be shared by all callers, although guests
                    // choose the names.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private JsonLibrary() {}

    /** A callback that writes one value. */
    interface Writer {
        void writeTo(JsonGenerator out);
    }

    static void check(char[] text, int length) {
        if (length > 0 && text[0] == '\uFEFF') {
            throw new InvalidJsonException("text begins with a byte order mark", 0);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text, 0, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new InvalidJsonException("text is empty", 0);
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new InvalidJsonException(
                        "text continues after its value",
                        parser.currentTokenLocation().getCharOffset());
            }
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    static Json render(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            writer.writeTo(out);
        }
        return Json.trusted(bytes.toByteArray());
    }

    /**
     * Reads an object that this package rendered. Its values are strings, longs, booleans, lists
     * and maps.
     *
     * @throws InvalidJsonException if the text has other contents
     */
    static Map<String, Object> readObject(Json json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidJsonException("text is not an object", 0);
            }
            return readMembers(parser);
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    private static Map<String, Object> readMembers(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, readValue(parser));
        }
        return members;
    }

    private static Object readValue(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser);
            case START_ARRAY -> readElements(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default ->
                    throw new InvalidJsonException(
                            "text has a value of an unexpected kind",
                            parser.currentTokenLocation().getCharOffset());
        };
    }

    private static List<Object> readElements(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser));
        }
        return elements;
    }

    private static InvalidJsonException invalid(JacksonException e) {
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
        String problem = MessageText.escape(e.getOriginalMessage(), 200);
        return new InvalidJsonException(
                "text is not JSON [%s, character %d]".formatted(problem, offset), offset);
    }
}
