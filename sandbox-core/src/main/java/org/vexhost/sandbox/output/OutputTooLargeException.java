package org.vexhost.sandbox.output;

import java.io.Serial;

/** A guest wrote a result that exceeds its limit. It has no stack trace. */
public final class OutputTooLargeException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final long sizeBytes;

    /**
     * Creates an exception that ends the call.
     *
     * @param sizeBytes the size that the result would have had, in bytes
     */
    public OutputTooLargeException(long sizeBytes) {
        super("result of " + sizeBytes + " bytes is too large", null, false, false);
        this.sizeBytes = sizeBytes;
    }

    /** Returns the minimum size that the result would have had, in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }
}
