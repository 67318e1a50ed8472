package org.vexhost.sandbox.run;

import java.io.Serial;

/** All threads are in use, and there may be no more of them; or they are gone for good. */
public final class NoThreadException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final boolean closed;

    private NoThreadException(String message, boolean closed) {
        super(message);
        this.closed = closed;
    }

    /** There are too many; names the limit. */
    static NoThreadException tooMany(String message) {
        return new NoThreadException(message, false);
    }

    /** There will be no more. */
    static NoThreadException closed() {
        return new NoThreadException("sandbox threads are closed", true);
    }

    /** Whether there will never be one again. */
    public boolean isClosed() {
        return closed;
    }
}
