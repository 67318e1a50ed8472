package org.vexhost.api;

/**
 * Thrown if a text is not acceptable JSON.
 *
 * @since 1.0
 */
public final class InvalidJsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final long offset;

    InvalidJsonException(String message, long offset) {
        super(message);
        this.offset = offset;
    }

    /**
     * Returns the offset of the fault, in characters from the start of the text; 0 if the fault
     * concerns the whole text.
     */
    public long offset() {
        return offset;
    }
}
