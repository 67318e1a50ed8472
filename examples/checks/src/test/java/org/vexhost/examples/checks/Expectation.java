package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What {@code example.json} expects: objects may have more members, all else is as it says. */
final class Expectation {

    private Expectation() {}

    static void check(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            for (Map.Entry<String, JsonNode> member : expected.properties()) {
                String child = path + '/' + member.getKey();
                assertTrue(actual.has(member.getKey()), () -> child + " is missing in " + actual);
                check(child, member.getValue(), actual.get(member.getKey()));
            }
        } else if (expected.isArray() && actual.isArray()) {
            assertEquals(expected.size(), actual.size(), path);
            for (int i = 0; i < expected.size(); i++) {
                check(path + '/' + i, expected.get(i), actual.get(i));
            }
        } else if (expected.isNumber() && actual.isNumber()) {
            assertEquals(expected.asDouble(), actual.asDouble(), path);
        } else {
            assertEquals(expected, actual, path);
        }
    }
}
