package org.vexhost.sandbox.output;

import java.io.Serial;

/** A guest wrote more than its result may hold. Has no stack trace. */
public final class OutputTooLargeException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final long sizeBytes;

    /**
     * Ends the call.
     *
     * @param sizeBytes what the result would have come to, in bytes
     */
    public OutputTooLargeException(long sizeBytes) {
        super("result of " + sizeBytes + " bytes is too large", null, false, false);
        this.sizeBytes = sizeBytes;
    }

    /** What the result would have come to at the least, in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }
}
