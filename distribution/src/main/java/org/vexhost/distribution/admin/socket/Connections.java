package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.Handshake;
import org.vexhost.distribution.protocol.ProtocolException;

/**
 * The clients that have connected but have not sent a request yet. They use no threads. If there
 * are too many, the oldest client is rejected. Used only by the socket's thread.
 */
final class Connections {

    /** The largest number of clients without a request. */
    static final int MAX_PENDING = 256;

    /** The time within which a client must send its request. Normal clients send it immediately. */
    static final Duration MAX_HANDSHAKE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Selector selector;
    private final Handshake greeting;
    private final Peers peers;
    private final Dispatcher dispatcher;
    private final BooleanSupplier reserve;

    /** Ordered by the time of connection. */
    private final Set<PendingConnection> pending = new LinkedHashSet<>();

    /**
     * Creates an empty set of connections.
     *
     * @param reserve whether file handles are left for work other than serving clients
     */
    Connections(
            Selector selector,
            Handshake greeting,
            Peers peers,
            Dispatcher dispatcher,
            BooleanSupplier reserve) {
        this.selector = selector;
        this.greeting = greeting;
        this.peers = peers;
        this.dispatcher = dispatcher;
        this.reserve = reserve;
    }

    /** Adds a client. Rejects it if its user may not connect. */
    void add(SocketChannel client, long nowNanos) throws IOException {
        PendingConnection connection = new PendingConnection(client, greeting, nowNanos);
        try {
            client.configureBlocking(false);
            Optional<String> rejection = peers.rejection(client);
            if (rejection.isPresent()) {
                LOG.warn("a client is rejected: {}", rejection.get());
                connection.reject(Rejection.UNAVAILABLE, rejection.get());
                return;
            }
            client.register(selector, SelectionKey.OP_READ, connection);
        } catch (IOException | RuntimeException | Error e) {
            client.close();
            throw e;
        }
        pending.add(connection);
        if (pending.size() > FileReserve.FEW_CLIENTS && !reserve.getAsBoolean()) {
            boolean ignored = freeHandle();
        }
        if (pending.size() > MAX_PENDING) {
            boolean ignored =
                    dropOldest(
                            ErrorReason.OVERLOADED,
                            "host exceeded the maximum of %d clients without a request; try again later"
                                    .formatted(MAX_PENDING));
        }
    }

    /**
     * Rejects the client that has waited longest without a request, and releases its file handle.
     * Returns false if there is no such client.
     */
    boolean freeHandle() throws IOException {
        if (!dropOldest(ErrorReason.OVERLOADED, "host has no file handles left; try again later")) {
            return false;
        }
        // A channel's handle is released only after the selector has deregistered the channel.
        int ignored = selector.selectNow();
        return true;
    }

    private boolean dropOldest(ErrorReason reason, String text) {
        Iterator<PendingConnection> oldest = pending.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        PendingConnection connection = oldest.next();
        oldest.remove();
        connection.reject(reason, text);
        return true;
    }

    /** Reads from clients that have sent bytes, and dispatches complete requests. */
    void read(List<SelectionKey> ready) throws IOException {
        List<Runnable> requests = new ArrayList<>();
        for (SelectionKey key : ready) {
            if (key.isValid() && key.attachment() instanceof PendingConnection connection) {
                next(connection)
                        .ifPresent(
                                request -> {
                                    pending.remove(connection);
                                    key.cancel();
                                    requests.add(() -> handOn(request, connection.channel()));
                                });
            }
        }
        if (!requests.isEmpty()) {
            // A channel can be switched to blocking mode only after the selector has deregistered
            // it.
            int ignored = selector.selectNow();
            requests.forEach(Runnable::run);
        }
    }

    private Optional<Frame> next(PendingConnection connection) {
        try {
            return connection.read();
        } catch (ProtocolException e) {
            pending.remove(connection);
            connection.reject(Rejection.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("a client is gone", e);
            drop(connection);
        } catch (RuntimeException | Error e) {
            drop(connection);
            throw e;
        }
        return Optional.empty();
    }

    private void handOn(Frame request, SocketChannel client) {
        try {
            client.configureBlocking(true);
            dispatcher.dispatch(request, client);
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("a client is dropped: its request cannot be served", e);
            Rejection.send(
                    client,
                    ByteBuffer.allocate(0),
                    ErrorReason.OVERLOADED,
                    "host failed; try again later");
        }
    }

    private void drop(PendingConnection connection) {
        pending.remove(connection);
        try {
            connection.channel().close();
        } catch (IOException e) {
            LOG.debug("connection cannot be closed", e);
        }
    }

    /** Whether no client is connected without having sent a request. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Rejects clients that have not sent a request in time. */
    void expire(long nowNanos) {
        while (!pending.isEmpty()
                && nowNanos - pending.iterator().next().sinceNanos() > MAX_HANDSHAKE.toNanos()) {
            boolean ignored =
                    dropOldest(
                            ErrorReason.WALL_CLOCK,
                            "client sent no request within %d seconds"
                                    .formatted(MAX_HANDSHAKE.toSeconds()));
        }
    }

    void close() {
        while (dropOldest(ErrorReason.DRAINING, Rejection.GOING_AWAY)) {
            // The condition of the loop drops the clients.
        }
    }
}
