package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.ShortPath;
import org.vexhost.distribution.protocol.Handshake;

/**
 * Listens on the host's admin socket. The server's thread continues after every failure of a
 * client, and ends only when the server is closed.
 */
public final class AdminServer implements AutoCloseable {

    private static final long MAX_LAST_ANSWERS_MILLIS = 3_000;
    private static final long TICK_MILLIS = 1_000;

    /** The pause after a failure. Threads or file handles may become free meanwhile. */
    private static final long PAUSE_MILLIS = 100;

    private static final int BACKLOG = 256;
    private static final int MAX_ACCEPTED_AT_ONCE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    /** Returns the next client that has connected; null if there is none. */
    @FunctionalInterface
    interface Acceptor {
        @Nullable SocketChannel accept() throws IOException;
    }

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Path socket;
    private final Requests requests;
    private final Dispatcher dispatcher;
    private final Connections connections;
    private final Acceptor acceptor;
    private final Thread thread;

    /** A reserved file handle. It is released if no other handle is left to accept a client. */
    private @Nullable SocketChannel spare;

    private boolean failing;
    private volatile boolean closed;

    private AdminServer(
            ServerSocketChannel server,
            Path socket,
            Handshake greeting,
            Requests requests,
            Acceptor acceptor,
            Reserves reserves)
            throws IOException {
        this.server = server;
        this.socket = socket;
        this.requests = requests;
        this.acceptor = acceptor;
        selector = Selector.open();
        dispatcher = new Dispatcher(requests, new RequestThreads(), reserves);
        connections =
                new Connections(
                        selector, greeting, Peers.ownerOf(socket), dispatcher, reserves.files());
        spare = SocketChannel.open(StandardProtocolFamily.UNIX);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "vexhost-socket");
        thread.setDaemon(true);
    }

    /**
     * Starts to listen.
     *
     * @param socket path of the socket, in a folder that only the host's user may enter
     * @param version version of the product
     * @param spareThread whether a thread is left for work other than calls
     */
    public static AdminServer open(
            Path socket, String version, Requests requests, BooleanSupplier spareThread)
            throws IOException {
        return open(
                socket,
                version,
                requests,
                acceptor -> acceptor,
                new Reserves(new FileReserve(), spareThread));
    }

    /** Starts to listen with a replaceable acceptor, for tests. */
    static AdminServer open(
            Path socket,
            String version,
            Requests requests,
            UnaryOperator<Acceptor> between,
            Reserves reserves)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (ShortPath path = ShortPath.to(socket)) {
            server.bind(UnixDomainSocketAddress.of(path.path()), BACKLOG);
            AdminServer started =
                    new AdminServer(
                            server,
                            socket,
                            Handshake.of(version),
                            requests,
                            between.apply(server::accept),
                            reserves);
            started.thread.start();
            return started;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void run() {
        while (!closed) {
            try {
                step();
                failing = false;
            } catch (ClosedSelectorException | ClosedChannelException e) {
                pause();
            } catch (IOException | RuntimeException | Error e) {
                complain(e);
                pause();
            }
        }
        connections.close();
    }

    private void step() throws IOException {
        // Without clients there are no time limits, so a new client ends the wait.
        boolean isIdle = spare != null && connections.isEmpty() && dispatcher.isIdle();
        int ignored = isIdle ? selector.select() : selector.select(TICK_MILLIS);
        List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
        selector.selectedKeys().clear();
        connections.read(ready);
        long now = System.nanoTime();
        connections.expire(now);
        dispatcher.dropStalled(now);
        for (int i = 0; i < MAX_ACCEPTED_AT_ONCE; i++) {
            SocketChannel client = accept();
            if (client == null) {
                break;
            }
            connections.add(client, now);
        }
        if (spare == null) {
            spare = SocketChannel.open(StandardProtocolFamily.UNIX);
        }
    }

    private @Nullable SocketChannel accept() throws IOException {
        try {
            return acceptor.accept();
        } catch (IOException e) {
            if (closed || !relieve()) {
                throw e;
            }
            complain(e);
            return acceptor.accept();
        }
    }

    /** Releases a file handle, if that is possible. */
    private boolean relieve() throws IOException {
        if (connections.freeHandle()) {
            return true;
        }
        SocketChannel kept = spare;
        spare = null;
        if (kept != null) {
            kept.close();
        }
        return kept != null;
    }

    /**
     * Logs only the first of several failures, until accepting works again. The thread continues
     * even if logging fails.
     */
    private void complain(Throwable e) {
        if (failing || closed) {
            return;
        }
        try {
            LOG.error("socket '{}' has a problem; clients are accepted again soon", socket, e);
            failing = true;
        } catch (RuntimeException | Error again) {
            // Logging failed. The next failure is logged again.
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // Only close ends this thread, so interruptions are ignored.
        }
    }

    /**
     * Stops accepting clients, rejects those without a request, and waits until the results of
     * drained calls are sent.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        Files.deleteIfExists(socket);
        selector.wakeup();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_LAST_ANSWERS_MILLIS);
        try {
            // The thread ends first, because it hands requests on to the dispatcher.
            thread.join(MAX_LAST_ANSWERS_MILLIS);
            while (requests.isAnswering() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatcher.close();
        selector.close();
        SocketChannel kept = spare;
        if (kept != null) {
            kept.close();
        }
    }
}
