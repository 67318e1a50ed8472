package org.vexhost.loader.schema;

/**
 * A tool's JSON Schema that is broken, or that this host does not run. The message is printable.
 */
public final class InvalidSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;

    InvalidSchemaException(String path, String message) {
        super(message);
        this.path = path;
    }

    /** JSON Pointer (RFC 6901) into the schema; empty for the whole. Not escaped for printing. */
    public String path() {
        return path;
    }
}
