package org.vexhost.http.exchange;

import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.sandbox.spi.CallContext;

/**
 * The heap that one request holds, counted against the memory of its call until it is closed.
 * Thread-safe.
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
     * @param more bytes, 0 or more
     * @throws HttpException with LIMIT if the call's {@code maxMemoryBytes} leaves too little
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

    /** Returns all of the memory; closing a second time has no effect. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            context.giveBack(bytes);
        }
    }
}
