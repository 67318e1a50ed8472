package org.vexhost.gateway.mcp.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.message.RpcId;

/**
 * The requests of one session or pipe that have no response yet. A client can cancel only requests
 * in its own scope. Thread-safe.
 */
public final class RequestScope {

    /** The largest number of requests that wait for a response: 256. */
    public static final int MAX_REQUESTS = 256;

    private final Map<RpcId, Runnable> cancellations = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Creates an empty scope. */
    public RequestScope() {}

    /**
     * Adds a request that can be cancelled.
     *
     * @throws RpcException if another request has that id, or if there are too many requests
     */
    void add(RpcId id, Runnable cancellation) throws RpcException {
        if (count.incrementAndGet() > MAX_REQUESTS) {
            count.decrementAndGet();
            throw new RpcException(
                    RpcError.OVERLOADED,
                    "client exceeds the maximum of %d requests at once".formatted(MAX_REQUESTS));
        }
        if (cancellations.putIfAbsent(id, cancellation) != null) {
            count.decrementAndGet();
            throw new RpcException(
                    RpcError.INVALID_REQUEST, "another request with this id is not answered yet");
        }
    }

    /** Removes a request. Does nothing if it is unknown. */
    void remove(RpcId id, Runnable cancellation) {
        if (cancellations.remove(id, cancellation)) {
            count.decrementAndGet();
        }
    }

    /** Cancels a request. Does nothing if it is unknown. */
    void cancel(RpcId id) {
        @Nullable Runnable cancellation = cancellations.get(id);
        if (cancellation != null) {
            cancellation.run();
        }
    }

    /** Cancels all requests, because the client has disconnected. */
    public void cancelAll() {
        cancellations.values().forEach(Runnable::run);
    }

    /** Whether a request waits for its response. */
    public boolean isBusy() {
        return count.get() > 0;
    }
}
