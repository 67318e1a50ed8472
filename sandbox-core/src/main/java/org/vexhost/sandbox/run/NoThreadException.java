package org.vexhost.sandbox.run;

import java.io.Serial;

/**
 * Thrown if no thread is available for a job. Either the maximum number of jobs is reached, the
 * operating system has no thread, or the pool of threads is closed.
 */
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

    /** Creates an exception for a closed pool. */
    static NoThreadException closed() {
        return new NoThreadException("sandbox threads are closed", true);
    }

    /** Returns whether the pool is closed, so that trying again is useless. */
    public boolean isClosed() {
        return closed;
    }
}
