package org.vexhost.loader.work;

import java.io.IOException;

/**
 * Thrown if work did not end in time. The thread of the work is abandoned. The message is safe to
 * print.
 */
public final class HungException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a lower-case fact. */
    public HungException(String message) {
        super(message);
    }
}
