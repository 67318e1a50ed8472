package org.vexhost.http.exchange;

import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.sandbox.spi.CallContext;

/**
 * The account of the heap that one request holds. The heap counts as memory of the call until this
 * object is closed. Thread-safe.
 */
public final class HeldMemory implements AutoCloseable {

    private final CallContext context;
    private long bytes;
    private boolean closed;

    /** Creates an empty account. */
    public HeldMemory(CallContext context) {
        this.context = context;
    }

    /**
     * Counts memory that is about to be allocated.
     *
     * @param more the number of bytes, 0 or more
     * @throws HttpException with LIMIT if the call would exceed {@code maxMemoryBytes}
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

    /** Stops counting all of the memory. Closing a second time has no effect. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            context.giveBack(bytes);
        }
    }
}
