package org.vexhost.loader.descriptor;

import java.util.Objects;

/** A descriptor that is refused. The message names the file, the place in it, and the reason. */
public final class DescriptorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final String path;
    private final Kind kind;

    /** What is wrong with it. */
    public enum Kind {
        /** It is not JSON: perhaps it is still being written. */
        MALFORMED,
        /** It is not what a descriptor has to be. */
        REFUSED
    }

    /**
     * At a place.
     *
     * @param source the file, for people
     * @param path JSON Pointer into the descriptor; empty for the whole
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

    /** The file, for people. */
    public String source() {
        return source;
    }

    /** JSON Pointer into the descriptor; empty for the whole. */
    public String path() {
        return path;
    }

    /** What is wrong with it. */
    public Kind kind() {
        return kind;
    }
}
