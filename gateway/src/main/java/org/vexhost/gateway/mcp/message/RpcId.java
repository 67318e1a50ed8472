package org.vexhost.gateway.mcp.message;

import java.util.Objects;
import java.util.Optional;

/**
 * What tells a request from the others of its client: a string or a whole number. Progress tokens
 * look the same.
 */
public sealed interface RpcId {

    /** The longest string, in UTF-16 units. */
    int MAX_LENGTH = 256;

    /** A string of at most {@link #MAX_LENGTH}. */
    record Text(String value) implements RpcId {
        /** Checks that it is not null. */
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /** A whole number of 64 bits. */
    record Whole(long value) implements RpcId {}

    /** The id that a JSON value stands for; empty where it can be none. */
    static Optional<RpcId> of(Object value) {
        if (value instanceof String text && text.length() <= MAX_LENGTH && isWhole(text)) {
            return Optional.of(new Text(text));
        }
        return value instanceof Long number ? Optional.of(new Whole(number)) : Optional.empty();
    }

    /** Whether every surrogate has its partner: the others cannot be written as UTF-8. */
    private static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(
                        point ->
                                point >= Character.MIN_SURROGATE
                                        && point <= Character.MAX_SURROGATE);
    }
}
