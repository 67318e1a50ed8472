package org.vexhost.http.exchange;

import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.sandbox.spi.CallContext;

/**
 * What one request keeps on the heap, counted against the memory of its call until it is closed.
 * Thread-safe.
 */
public final class HeldMemory implements AutoCloseable {

    private final CallContext context;
    private long bytes;
    private boolean closed;

    /** Holds nothing yet. */
    public HeldMemory(CallContext context) {
        this.context = context;
    }

    /**
     * Counts what is about to be allocated.
     *
     * @param more bytes, 0 or more
     * @throws HttpException with LIMIT if less than that is left of the call's {@code
     *     maxMemoryBytes}
     */
    public synchronized void take(long more) throws HttpException {
        if (closed) {
            return;
        }
        if (!context.hold(more)) {
            throw new HttpException(
                    HttpError.LIMIT,
                    "request needs %d bytes more than its %d, and too little is left of maxMemoryBytes"
                            .formatted(more, bytes));
        }
        bytes += more;
    }

    /** Gives all of it back; more than once changes nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            context.giveBack(bytes);
        }
    }
}
