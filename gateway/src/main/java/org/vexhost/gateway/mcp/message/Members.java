package org.vexhost.gateway.mcp.message;

import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Json;

/**
 * The members of an object in a JSON-RPC message. Values are {@code String}, {@code Long}, {@code
 * Boolean}, {@link Other}, {@code List} and {@link Members}, and {@link Json} for the arguments of
 * a tool. Immutable.
 */
public final class Members {

    /** An object without members. */
    public static final Members NONE = new Members(Map.of());

    /**
     * A value that no known member of a message may have: null, a fraction, or a number beyond 64
     * bits.
     */
    enum Other {
        NULL,
        NUMBER
    }

    private final Map<String, Object> values;

    Members(Map<String, Object> values) {
        this.values = values;
    }

    /** Whether there is a member with this name, whatever its value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a string; empty if the member is missing or of another type. */
    public Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns a boolean; false if the member is missing or of another type. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Returns an object; empty if the member is missing or of another type. */
    public Optional<Members> object(String name) {
        return values.get(name) instanceof Members object ? Optional.of(object) : Optional.empty();
    }

    /** Returns a string or integer; empty if the member is missing or of another type. */
    public Optional<RpcId> id(String name) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : RpcId.of(value);
    }

    /** Returns the arguments of a tool; empty if they are missing or not an object. */
    public Optional<Json> arguments() {
        return values.get(MessageReader.ARGUMENTS) instanceof Json json
                ? Optional.of(json)
                : Optional.empty();
    }
}
