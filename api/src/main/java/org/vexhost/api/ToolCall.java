package org.vexhost.api;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One call of a tool. Immutable; created by {@link #of} or {@link #builder}.
 *
 * @since 1.0
 */
public final class ToolCall {

    /** The maximum number of attributes: 32. */
    public static final int MAX_ATTRIBUTES = 32;

    /** The maximum length of an attribute's value, in UTF-16 units: 8,192. */
    public static final int MAX_ATTRIBUTE_LENGTH = 8192;

    private static final int MAX_ID_LENGTH = 128;

    private final Json arguments;
    private final String callId;
    private final Deadline deadline;
    private final Caller caller;
    private final Map<String, String> attributes;

    private ToolCall(Builder builder) {
        this.arguments = builder.arguments;
        this.callId = builder.callId;
        this.deadline = builder.deadline;
        this.caller = builder.caller;
        this.attributes =
                builder.attributes.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new TreeMap<>(builder.attributes));
    }

    /**
     * Returns a call with a random id and the longest possible deadline. Its caller is the bundle
     * that passes the call to the {@link ToolExecutor} service. The service fills in this caller.
     */
    public static ToolCall of(Json arguments) {
        return builder(arguments).build();
    }

    /** Returns a call with a random id and the longest possible deadline. */
    public static ToolCall of(Json arguments, Caller caller) {
        return builder(arguments, caller).build();
    }

    /**
     * Starts building a call with a random id and the longest possible deadline. Its caller is the
     * bundle that passes the call to the {@link ToolExecutor} service; see {@link #of(Json)}.
     */
    public static Builder builder(Json arguments) {
        return new Builder(arguments, Caller.UNKNOWN_BUNDLE);
    }

    /**
     * Starts building a call with a random id and the longest possible deadline.
     *
     * @param caller the caller on whose behalf the call is made
     */
    public static Builder builder(Json arguments, Caller caller) {
        return new Builder(arguments, caller);
    }

    /** Returns the arguments, usually a JSON object, as the tool's schema requires. */
    public Json arguments() {
        return arguments;
    }

    /** Returns the id of the call in logs: 1 to 128 visible ASCII characters. */
    public String callId() {
        return callId;
    }

    /**
     * Returns the time at which the caller stops waiting, which includes time in the queue. The
     * tool's own timeout may end the call earlier.
     */
    public Deadline deadline() {
        return deadline;
    }

    /**
     * Returns the caller. While {@link #hasCaller} is false, this is a placeholder: the bundle
     * {@code ?}.
     */
    public Caller caller() {
        return caller;
    }

    /**
     * Returns whether the caller is known. It is either given when the call is created, or filled
     * in by the executor's service.
     */
    public boolean hasCaller() {
        return !caller.equals(Caller.UNKNOWN_BUNDLE);
    }

    /** Returns the same call with another caller. */
    public ToolCall withCaller(Caller other) {
        return copy(other).deadline(deadline).build();
    }

    /**
     * Returns data that accompanies the call but is not meant for the tool, such as {@code
     * traceparent}, sorted by name. A tool never sees these attributes.
     */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** Returns the same call with another deadline. */
    public ToolCall withDeadline(Deadline other) {
        return copy(caller).deadline(other).build();
    }

    private Builder copy(Caller by) {
        Builder builder = new Builder(arguments, by, callId, deadline);
        builder.attributes.putAll(attributes);
        return builder;
    }

    /** Builds a call. Not thread-safe. */
    public static final class Builder {

        private final Json arguments;
        private final Caller caller;
        private final Map<String, String> attributes = new TreeMap<>();
        private String callId;
        private Deadline deadline;

        private Builder(Json arguments, Caller caller) {
            this(arguments, caller, UUID.randomUUID().toString(), Deadline.after(Deadline.MAX));
        }

        private Builder(Json arguments, Caller caller, String callId, Deadline deadline) {
            this.arguments = Objects.requireNonNull(arguments, "arguments");
            this.caller = Objects.requireNonNull(caller, "caller");
            this.callId = callId;
            this.deadline = deadline;
        }

        /**
         * Sets the id of the call in logs.
         *
         * @throws IllegalArgumentException if the id is not 1 to 128 visible ASCII characters
         */
        public Builder callId(String id) {
            if (id.isEmpty()
                    || id.length() > MAX_ID_LENGTH
                    || id.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        "callId is not 1 to %d visible ASCII characters [%s]"
                                .formatted(MAX_ID_LENGTH, MessageText.quote(id)));
            }
            this.callId = id;
            return this;
        }

        /** Sets the time at which the caller stops waiting. */
        public Builder deadline(Deadline end) {
            this.deadline = Objects.requireNonNull(end, "deadline");
            return this;
        }

        /**
         * Adds an attribute for interceptors.
         *
         * @param key 1 to 64 characters of {@code [a-z0-9._-]}
         * @param value at most {@value ToolCall#MAX_ATTRIBUTE_LENGTH} printable characters
         * @throws IllegalArgumentException if key or value is not as documented, or there are more
         *     than {@value ToolCall#MAX_ATTRIBUTES}
         */
        public Builder attribute(String key, String value) {
            CallAttributes.requireKey(key);
            if (value.length() > MAX_ATTRIBUTE_LENGTH || !MessageText.isPrintable(value)) {
                throw new IllegalArgumentException(
                        "attribute '%s' of a call is not up to %d printable characters [%s]"
                                .formatted(key, MAX_ATTRIBUTE_LENGTH, MessageText.quote(value)));
            }
            attributes.put(key, value);
            if (attributes.size() > MAX_ATTRIBUTES) {
                throw new IllegalArgumentException(
                        "call has more than %d attributes".formatted(MAX_ATTRIBUTES));
            }
            return this;
        }

        /** Returns the call. */
        public ToolCall build() {
            return new ToolCall(this);
        }
    }
}
