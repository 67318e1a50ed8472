package org.vexhost.gateway.rest.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object in the body of an operator's request. Duplicate and unknown members are rejected.
 */
final class JsonBody {

    private static final int MAX_DEPTH = 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .build();

    private final ObjectNode object;
    private final String place;

    private JsonBody(ObjectNode object, String place) {
        this.object = object;
        this.place = place;
    }

    /**
     * Reads the body of a request.
     *
     * @param members names of the allowed members
     * @throws RefusedException if the body is not a JSON object, or has duplicate or unknown
     *     members
     */
    static JsonBody of(AdminRequest request, List<String> members) throws RefusedException {
        if (!request.mediaType().equals("application/json")) {
            throw RefusedException.of(415, "NOT_JSON", "content type is not application/json");
        }
        byte[] body = request.exchange().body();
        JsonNode tree;
        try {
            // Json.parse checks JSON and UTF-8 strictly, and the mapper alone does not.
            tree = MAPPER.readTree(Json.parse(body).utf8());
        } catch (InvalidJsonException e) {
            throw RefusedException.invalid("body is not JSON [" + e.getMessage() + "]");
        } catch (JacksonException e) {
            throw RefusedException.invalid(
                    "body cannot be used [%s]"
                            .formatted(
                                    MessageText.escape(
                                            String.valueOf(e.getOriginalMessage()), 200)));
        }
        return object(tree, "body", members);
    }

    private static JsonBody object(JsonNode node, String place, List<String> members)
            throws RefusedException {
        if (!(node instanceof ObjectNode object)) {
            throw RefusedException.invalid(place + " is not an object");
        }
        for (String name : object.propertyNames()) {
            if (!members.contains(name)) {
                throw RefusedException.invalid(
                        "%s has an unknown member %s; known are %s"
                                .formatted(
                                        place,
                                        MessageText.quote(name),
                                        String.join(", ", members)));
            }
        }
        return new JsonBody(object, place);
    }

    Optional<String> text(String name) throws RefusedException {
        JsonNode node = object.get(name);
        return node == null ? Optional.empty() : Optional.of(text(node, name));
    }

    String requiredText(String name) throws RefusedException {
        return text(name)
                .orElseThrow(
                        () -> RefusedException.invalid(place + " has no member '" + name + "'"));
    }

    boolean flag(String name) throws RefusedException {
        JsonNode node = object.get(name);
        if (node != null && !node.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node != null && node.booleanValue();
    }

    /** Returns an integer of 0 or more; the default if the member is absent. */
    long number(String name, long normal) throws RefusedException {
        JsonNode node = object.get(name);
        if (node == null) {
            return normal;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw wrong(name, "a whole number of 0 or more");
        }
        return node.longValue();
    }

    /** Returns a list of strings; empty if the member is absent. */
    List<String> texts(String name) throws RefusedException {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(name)) {
            texts.add(text(node, name));
        }
        return texts;
    }

    /** Returns a list of at least one string; empty if the member is absent. */
    List<String> someTexts(String name) throws RefusedException {
        List<String> texts = texts(name);
        if (texts.isEmpty() && object.has(name)) {
            throw wrong(name, "an array of one string or more; leave it out for all");
        }
        return texts;
    }

    /**
     * Returns a list of objects. A string in the list is a shorthand for an object with one member.
     *
     * @param shorthand name of that one member; empty if strings are not allowed
     */
    List<JsonBody> objects(String name, Optional<String> shorthand, List<String> members)
            throws RefusedException {
        List<JsonBody> objects = new ArrayList<>();
        for (JsonNode node : array(name)) {
            if (node.isString() && shorthand.isPresent()) {
                ObjectNode made = MAPPER.createObjectNode();
                made.set(shorthand.get(), node);
                objects.add(new JsonBody(made, name));
            } else {
                objects.add(object(node, "element of '" + name + "'", members));
            }
        }
        return objects;
    }

    private Iterable<JsonNode> array(String name) throws RefusedException {
        JsonNode node = object.get(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(name, "an array");
        }
        return node;
    }

    private String text(JsonNode node, String name) throws RefusedException {
        if (!node.isString()) {
            throw wrong(name, "a string");
        }
        return node.stringValue();
    }

    private RefusedException wrong(String name, String expected) {
        return RefusedException.invalid(
                "member '%s' of %s is not %s".formatted(name, place, expected));
    }
}
