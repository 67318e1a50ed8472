package org.vexhost.loader.schema;

import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A strict parser of JSON texts. It rejects duplicate members, and numbers beyond the range of a
 * double.
 */
final class JsonTree {

    /** The maximum length of a number, in characters: 1,000. */
    static final int MAX_NUMBER_LENGTH = 1_000;

    /**
     * The size up to which a text is parsed as a string: 8 KiB. That takes a third of the time of a
     * stream. Larger texts are parsed from a stream, which needs no copy.
     */
    private static final int SMALL_BYTES = 8 << 10;

    /** The length up to which a number without an exponent is surely in the range of a double. */
    private static final int PLAIN_DIGITS = 300;

    private static final JsonFactory ARGUMENTS = factory(Json.MAX_DEPTH);
    private static final JsonMapper ARGUMENT_TREES = mapper(ARGUMENTS);
    private static final JsonMapper SCHEMA_TREES = mapper(factory(ToolSchema.MAX_DEPTH));

    private JsonTree() {}

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(maxDepth)
                                .maxStringLength(Json.MAX_BYTES)
                                .maxNameLength(Json.MAX_BYTES)
                                .maxNumberLength(MAX_NUMBER_LENGTH)
                                .maxTokenCount(-1)
                                .maxDocumentLength(-1)
                                .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .build();
    }

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory).nodeFactory(new ExactNumbers()).build();
    }

    static JsonNode ofSchema(Json json) throws ArgumentsRefusedException {
        return read(SCHEMA_TREES, json);
    }

    static JsonNode ofArguments(Json json) throws ArgumentsRefusedException {
        return read(ARGUMENT_TREES, json);
    }

    private static JsonNode read(JsonMapper mapper, Json json) throws ArgumentsRefusedException {
        try {
            return json.sizeBytes() <= SMALL_BYTES
                    ? mapper.readTree(json.text())
                    : mapper.readTree(json.newInputStream());
        } catch (ExactNumbers.OutOfRange e) {
            throw new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE, "hold a number out of the range of a double");
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /** Rejects a text with duplicate member names, without building a tree. */
    static void requireDistinctNames(Json json) throws ArgumentsRefusedException {
        boolean ignored = isPlainObject(json);
    }

    /**
     * Returns whether a text is an object whose numbers are short and have no exponent, without
     * building a tree. Such a text satisfies each schema that only requires an object.
     *
     * @throws ArgumentsRefusedException if the text has duplicate member names
     */
    static boolean isPlainObject(Json json) throws ArgumentsRefusedException {
        try (JsonParser parser = parser(json)) {
            JsonToken token = parser.nextToken();
            boolean isPlain = token == JsonToken.START_OBJECT;
            while (token != null) {
                isPlain &= !token.isNumeric() || isPlainNumber(parser);
                token = parser.nextToken();
            }
            return isPlain;
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /** Whether a number is surely in the range of a double. */
    private static boolean isPlainNumber(JsonParser parser) {
        char[] text = parser.getStringCharacters();
        int from = parser.getStringOffset();
        int length = parser.getStringLength();
        for (int i = from; i < from + length; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return false;
            }
        }
        return length <= PLAIN_DIGITS;
    }

    private static JsonParser parser(Json json) {
        return json.sizeBytes() <= SMALL_BYTES
                ? ARGUMENTS.createParser(ObjectReadContext.empty(), json.text())
                : ARGUMENTS.createParser(ObjectReadContext.empty(), json.newInputStream());
    }

    private static ArgumentsRefusedException refusal(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE,
                    "exceed maxNumberLength of %d characters".formatted(MAX_NUMBER_LENGTH),
                    new ErrorDetail.LimitExceeded(
                            "maxNumberLength",
                            MAX_NUMBER_LENGTH,
                            "characters",
                            OptionalLong.empty()));
        }
        return new ArgumentsRefusedException(
                ErrorReason.MALFORMED_JSON,
                "cannot be parsed [" + MessageText.escape(e.getOriginalMessage(), 200) + "]");
    }
}
