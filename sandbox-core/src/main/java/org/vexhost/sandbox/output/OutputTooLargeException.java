package org.vexhost.sandbox.output;

import java.io.Serial;

/** Thrown if a guest writes a result that exceeds its limit. It has no stack trace. */
public final class OutputTooLargeException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final long sizeBytes;

    /**
     * Creates an exception that ends the call.
     *
     * @param sizeBytes the size that the result would have reached with the latest write, in bytes
     */
    public OutputTooLargeException(long sizeBytes) {
        super("result of " + sizeBytes + " bytes is too large", null, false, false);
        this.sizeBytes = sizeBytes;
    }

    /** Returns the size that the result would have reached with the latest write, in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }
}
