package org.vexhost.gateway.mcp.message;

import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Json;

/**
 * An object of a message. Its values are {@code String}, {@code Long}, {@code Boolean}, {@link
 * Other}, {@code List}, {@link Members}, and {@link Json} for the arguments of a tool. Immutable.
 */
public final class Members {

    /** An object without members. */
    public static final Members NONE = new Members(Map.of());

    /** A value that no member of a message may have: null, a fraction, a number beyond 64 bits. */
    enum Other {
        NULL,
        NUMBER
    }

    private final Map<String, Object> values;

    Members(Map<String, Object> values) {
        this.values = values;
    }

    /** Whether there is a member of that name, whatever its value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A string; empty if there is no such member, or it is something else. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A boolean; false if there is no such member, or it is something else. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** An object; empty if there is no such member, or it is something else. */
    public Optional<Members> object(String name) {
        return values.get(name) instanceof Members object ? Optional.of(object) : Optional.empty();
    }

    /** A string or whole number; empty if there is no such member, or it is something else. */
    public Optional<RpcId> id(String name) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : RpcId.of(value);
    }

    /** The arguments of a tool; empty if there are none, or they are not an object. */
    public Optional<Json> arguments() {
        return values.get(MessageReader.ARGUMENTS) instanceof Json json
                ? Optional.of(json)
                : Optional.empty();
    }
}
