package org.vexhost.examples.jsondiff;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value. Equality is that of RFC 6902, section 4.6: the order of members does not matter,
 * and numbers are equal when their values are.
 */
sealed interface Node {

    /** An object; members keep the order in which they were read. */
    record ObjectNode(Map<String, Node> members) implements Node {
        public ObjectNode {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** An array. */
    record ArrayNode(List<Node> elements) implements Node {
        public ArrayNode {
            elements = List.copyOf(elements);
        }
    }

    /** A string. */
    record StringNode(String value) implements Node {}

    /** {@code true}, {@code false} or {@code null}. */
    enum Literal implements Node {
        TRUE,
        FALSE,
        NULL
    }

    /** A number: its value, and its original text. */
    record NumberNode(Object value, String text) implements Node {

        // Beyond this, comparing values would cost more than the comparison is worth.
        private static final int MAX_COMPARED_LENGTH = 1000;

        static NumberNode of(String text) {
            if (text.length() > MAX_COMPARED_LENGTH) {
                return new NumberNode(text, text);
            }
            try {
                return new NumberNode(new BigDecimal(text).stripTrailingZeros(), text);
            } catch (NumberFormatException | ArithmeticException exponentTooLarge) {
                return new NumberNode(text, text);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NumberNode number && value.equals(number.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }
}
