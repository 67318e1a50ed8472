package org.vexhost.examples.jsondiff;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Json;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.Literal;
import org.vexhost.examples.jsondiff.Node.NumberNode;
import org.vexhost.examples.jsondiff.Node.ObjectNode;
import org.vexhost.examples.jsondiff.Node.StringNode;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads values from text and writes them back. A {@link Json} is well-formed and not too deep. */
final class NodeText {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAX_DEPTH)
                                    .maxStringLength(Json.MAX_BYTES)
                                    .maxNameLength(Json.MAX_BYTES)
                                    .maxNumberLength(Json.MAX_BYTES)
                                    .build())
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private NodeText() {}

    static Node read(Json json) {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), json.newInputStream())) {
            parser.nextToken();
            return read(parser);
        }
    }

    private static Node read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser);
            case START_ARRAY -> readElements(parser);
            case VALUE_STRING -> new StringNode(parser.getString());
            case VALUE_TRUE -> Literal.TRUE;
            case VALUE_FALSE -> Literal.FALSE;
            case VALUE_NULL -> Literal.NULL;
            default -> NumberNode.of(parser.getString());
        };
    }

    private static ObjectNode readMembers(JsonParser parser) {
        Map<String, Node> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return new ObjectNode(members);
    }

    private static ArrayNode readElements(JsonParser parser) {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return new ArrayNode(elements);
    }

    static Json write(Node node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out, node);
        }
        return Json.parse(bytes.toByteArray());
    }

    private static void write(JsonGenerator out, Node node) {
        if (node instanceof ObjectNode object) {
            out.writeStartObject();
            object.members()
                    .forEach(
                            (name, value) -> {
                                out.writeName(name);
                                write(out, value);
                            });
            out.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            out.writeStartArray();
            array.elements().forEach(element -> write(out, element));
            out.writeEndArray();
        } else if (node instanceof StringNode string) {
            out.writeString(string.value());
        } else if (node instanceof NumberNode number) {
            out.writeNumber(number.text());
        } else if (node == Literal.NULL) {
            out.writeNull();
        } else {
            out.writeBoolean(node == Literal.TRUE);
        }
    }
}
