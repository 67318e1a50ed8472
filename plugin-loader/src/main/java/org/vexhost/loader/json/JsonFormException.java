package org.vexhost.loader.json;

/**
 * Thrown if a JSON text does not have the form that its reader expects. The message is safe to
 * print.
 */
public final class JsonFormException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;
    private final Kind kind;

    /** The kind of problem. */
    public enum Kind {
        /** The text is not JSON. */
        MALFORMED,
        /** The text is JSON, but not what its reader expects. */
        UNEXPECTED
    }

    /**
     * Creates an exception for a place in the text.
     *
     * @param path a JSON Pointer (RFC 6901); empty for the whole text
     * @param problem the problem at this place, a lower-case fact
     */
    public JsonFormException(String path, String problem) {
        this(Kind.UNEXPECTED, path, problem);
    }

    JsonFormException(Kind kind, String path, String problem) {
        super(path.isEmpty() ? problem : path + " " + problem);
        this.path = path;
        this.problem = problem;
        this.kind = kind;
    }

    /** Returns a JSON Pointer (RFC 6901); empty for the whole text. */
    public String path() {
        return path;
    }

    /** Returns the problem at this place. */
    public String problem() {
        return problem;
    }

    /** Returns the kind of problem. */
    public Kind kind() {
        return kind;
    }
}
