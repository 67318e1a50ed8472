package org.vexhost.distribution.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.ShortPath;
import org.vexhost.distribution.protocol.FrameChannel;

/** Accepts local clients, a bounded number of them, one thread pair to each. */
final class AdminServer implements AutoCloseable {

    /** More than any operator has terminals, and than a script starts calls at once. */
    static final int MAX_CLIENTS = 256;

    private static final long MAX_LAST_ANSWERS_MILLIS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final ServerSocketChannel server;
    private final Path socket;
    private final RequestHandler handler;
    private final Peers peers;
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();
    private final Set<FrameChannel> open = ConcurrentHashMap.newKeySet();

    private AdminServer(
            ServerSocketChannel server, Path socket, RequestHandler handler, Peers peers) {
        this.server = server;
        this.socket = socket;
        this.handler = handler;
        this.peers = peers;
    }

    /**
     * Starts to listen.
     *
     * @param socket in a folder that nobody else may enter
     */
    static AdminServer open(Path socket, RequestHandler handler) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (ShortPath path = ShortPath.to(socket)) {
            server.bind(UnixDomainSocketAddress.of(path.path()), MAX_CLIENTS);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        AdminServer started = new AdminServer(server, socket, handler, Peers.ownerOf(socket));
        started.startThread("vexhost-socket", started::accept);
        return started;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                int id = number.incrementAndGet();
                startThread("vexhost-client-" + id, () -> serve(client, id));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("socket is closed");
        } catch (IOException e) {
            LOG.error("socket '{}' failed", socket, e);
        }
    }

    private void serve(SocketChannel client, int id) {
        int count = clients.incrementAndGet();
        try (FrameChannel channel = new FrameChannel(client)) {
            open.add(channel);
            try {
                if (!peers.mayEnter(client)) {
                    LOG.warn("client {} was refused: it is of another user", id);
                    return;
                }
                handler.serve(channel, count <= MAX_CLIENTS, id);
            } finally {
                open.remove(channel);
            }
        } catch (IOException e) {
            LOG.debug("client {} is gone", id, e);
        } finally {
            clients.decrementAndGet();
        }
    }

    private void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes no more clients, waits until the calls that ended while draining are answered. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_LAST_ANSWERS_MILLIS);
        try {
            while (handler.isAnswering() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (FrameChannel channel : open) {
            channel.close();
        }
    }
}
