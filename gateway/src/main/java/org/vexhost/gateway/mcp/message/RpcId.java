package org.vexhost.gateway.mcp.message;

import java.util.Objects;
import java.util.Optional;

/**
 * The id of a request, unique among the requests of its client: a string or an integer. Progress
 * tokens have the same form.
 */
public sealed interface RpcId {

    /** The longest string, in UTF-16 units. */
    int MAX_LENGTH = 256;

    /** A string of at most {@link #MAX_LENGTH} units. */
    record Text(String value) implements RpcId {
        /** Checks that the value is not null. */
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /** An integer of 64 bits. */
    record Whole(long value) implements RpcId {}

    /** Converts a JSON value to an id; empty if the value cannot be an id. */
    static Optional<RpcId> of(Object value) {
        if (value instanceof String text && text.length() <= MAX_LENGTH && isWhole(text)) {
            return Optional.of(new Text(text));
        }
        return value instanceof Long number ? Optional.of(new Whole(number)) : Optional.empty();
    }

    /**
     * Whether every surrogate is part of a pair. Unpaired surrogates cannot be written as UTF-8.
     */
    private static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(
                        point ->
                                point >= Character.MIN_SURROGATE
                                        && point <= Character.MAX_SURROGATE);
    }
}
