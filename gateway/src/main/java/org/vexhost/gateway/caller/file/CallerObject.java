package org.vexhost.gateway.caller.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import tools.jackson.databind.JsonNode;

/** A JSON object in a caller's file, read member by member. Errors name the place in the file. */
final class CallerObject {

    private final String place;
    private final JsonNode node;

    private CallerObject(String place, JsonNode node) {
        this.place = place;
        this.node = node;
    }

    /**
     * Wraps a JSON object, and checks that all its members are in the list.
     *
     * @param place place of the object, for messages; empty for the whole file
     */
    static CallerObject of(String place, JsonNode node, List<String> members)
            throws CallerFileException {
        if (!node.isObject()) {
            throw new CallerFileException(
                    place.isEmpty() ? "is not an object" : place + " is not an object");
        }
        for (String name : node.propertyNames()) {
            if (!members.contains(name)) {
                throw new CallerFileException(
                        "unknown member '%s'%s%s"
                                .formatted(
                                        MessageText.escape(name, 64),
                                        place.isEmpty() ? "" : " in " + place,
                                        Suggestion.clause(name, members)));
            }
        }
        return new CallerObject(place, node);
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode member(String name) {
        return node.get(name);
    }

    String string(String name, int maxLength) throws CallerFileException {
        return optionalString(name, maxLength)
                .orElseThrow(() -> new CallerFileException("'" + path(name) + "' is missing"));
    }

    Optional<String> optionalString(String name, int maxLength) throws CallerFileException {
        return node.has(name)
                ? Optional.of(text(path(name), node.get(name), maxLength))
                : Optional.empty();
    }

    List<String> strings(String name, int max, int maxLength) throws CallerFileException {
        if (!node.has(name)) {
            return List.of();
        }
        JsonNode array = node.get(name);
        if (!array.isArray() || array.size() > max) {
            throw new CallerFileException(
                    "'%s' is not an array of up to %d texts".formatted(path(name), max));
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(text(path(name) + "/" + i, array.get(i), maxLength));
        }
        return values;
    }

    OptionalLong count(String name) throws CallerFileException {
        if (!node.has(name)) {
            return OptionalLong.empty();
        }
        JsonNode number = node.get(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 1) {
            throw new CallerFileException(
                    "'%s' is not an integer of 1 or more".formatted(path(name)));
        }
        return OptionalLong.of(number.longValue());
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "/" + name;
    }

    private static String text(String path, JsonNode value, int maxLength)
            throws CallerFileException {
        if (!value.isString()
                || value.stringValue().isEmpty()
                || value.stringValue().length() > maxLength
                || !MessageText.isPrintable(value.stringValue())) {
            throw new CallerFileException(
                    "'%s' is not a text of 1 to %d printable characters"
                            .formatted(path, maxLength));
        }
        return value.stringValue();
    }
}
