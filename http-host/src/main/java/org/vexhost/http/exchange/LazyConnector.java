package org.vexhost.http.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;

/**
 * Creates the connector on the first request. TLS and the HTTP client have about 300 classes. A
 * host whose tools send no requests never loads them. Thread-safe.
 */
final class LazyConnector implements AutoCloseable {

    private final Supplier<Connector> maker;
    private @Nullable Connector made;
    private boolean closed;

    LazyConnector(Supplier<Connector> maker) {
        this.maker = maker;
    }

    /**
     * Returns the connector.
     *
     * @throws HttpException with CONNECT if this object is closed
     */
    synchronized Connector get() throws HttpException {
        if (closed) {
            throw new HttpException(HttpError.CONNECT, "outbound HTTP is off on this host");
        }
        Connector connector = made;
        if (connector == null) {
            connector = maker.get();
            made = connector;
        }
        return connector;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Connector connector = made;
        if (connector != null) {
            connector.close();
        }
    }
}
