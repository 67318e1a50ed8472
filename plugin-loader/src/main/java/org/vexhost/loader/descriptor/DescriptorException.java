package org.vexhost.loader.descriptor;

import java.util.Objects;

/**
 * Thrown if a descriptor is rejected. The message names the file, the place in it, and the reason.
 */
public final class DescriptorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final String path;
    private final Kind kind;

    /** The kind of problem. */
    public enum Kind {
        /** The text is not JSON. The file may be incomplete because it is still being written. */
        MALFORMED,
        /** The text is JSON, but not a valid descriptor. */
        REFUSED
    }

    /**
     * Creates an exception for a place in a descriptor.
     *
     * @param source the file, for messages
     * @param path a JSON Pointer into the descriptor; empty for the whole descriptor
     * @param problem a lower-case fact
     */
    public DescriptorException(String source, String path, String problem) {
        this(Kind.REFUSED, source, path, problem);
    }

    DescriptorException(Kind kind, String source, String path, String problem) {
        super("%s: %s%s".formatted(source, path.isEmpty() ? "" : path + " ", problem));
        this.source = Objects.requireNonNull(source, "source");
        this.path = path;
        this.kind = kind;
    }

    /** Returns the file, for messages. */
    public String source() {
        return source;
    }

    /** Returns a JSON Pointer into the descriptor; empty for the whole descriptor. */
    public String path() {
        return path;
    }

    /** Returns the kind of problem. */
    public Kind kind() {
        return kind;
    }
}
