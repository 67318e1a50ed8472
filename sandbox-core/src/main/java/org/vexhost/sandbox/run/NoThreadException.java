package org.vexhost.sandbox.run;

import java.io.Serial;

/** All threads are in use and their number is at its limit, or the threads are closed. */
public final class NoThreadException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final boolean closed;

    private NoThreadException(String message, boolean closed) {
        super(message);
        this.closed = closed;
    }

    /** Creates an exception for too many threads; the message names the limit. */
    static NoThreadException tooMany(String message) {
        return new NoThreadException(message, false);
    }

    /** Creates an exception for closed threads. */
    static NoThreadException closed() {
        return new NoThreadException("sandbox threads are closed", true);
    }

    /** Returns whether the threads are closed for good. */
    public boolean isClosed() {
        return closed;
    }
}
