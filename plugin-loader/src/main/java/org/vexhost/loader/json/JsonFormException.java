package org.vexhost.loader.json;

/** A JSON text that is not of the form that its reader expects. The message is safe to print. */
public final class JsonFormException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;
    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** The text is not JSON. */
        MALFORMED,
        /** The text is JSON, but not what its reader expects. */
        UNEXPECTED
    }

    /**
     * At a place.
     *
     * @param path JSON Pointer (RFC 6901); empty for the whole text
     * @param problem what is wrong there, a lower-case fact
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

    /** JSON Pointer (RFC 6901); empty for the whole text. */
    public String path() {
        return path;
    }

    /** What is wrong there. */
    public String problem() {
        return problem;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
