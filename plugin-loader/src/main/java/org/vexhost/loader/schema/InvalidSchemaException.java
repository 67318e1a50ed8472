package org.vexhost.loader.schema;

/**
 * Thrown if a tool's JSON Schema is invalid or not supported by this host. The message is
 * printable.
 */
public final class InvalidSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;

    InvalidSchemaException(String path, String message) {
        super(message);
        this.path = path;
    }

    /**
     * Returns a JSON Pointer (RFC 6901) into the schema; empty for the whole schema. It is not
     * escaped for printing.
     */
    public String path() {
        return path;
    }
}
