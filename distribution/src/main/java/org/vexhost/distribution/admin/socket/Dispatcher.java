package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;

/**
 * Assigns a permit and a thread to each request, or rejects the request. Never waits. Thread-safe.
 */
final class Dispatcher implements AutoCloseable {

    /**
     * The time for which a client may leave output unread. It is long, because a person may be
     * reading the output page by page.
     */
    static final Duration MAX_UNREAD = Duration.ofMinutes(10);

    /** The time for which a shell session or an MCP client waits for its second thread. */
    private static final Duration READER_PATIENCE = Duration.ofSeconds(12);

    private static final long RETRY_NANOS = 50_000_000;

    private static final Duration WARN_PAUSE = Duration.ofSeconds(10);
    private static final long MAX_READER_END_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Requests requests;
    private final RequestThreads threads;
    private final Reserves reserves;
    private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - WARN_PAUSE.toNanos());
    private final Set<WatchedChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Requests that have a permit, including those whose thread has not begun yet. */
    private final AtomicInteger running = new AtomicInteger();

    /** Creates a dispatcher. */
    Dispatcher(Requests requests, RequestThreads threads, Reserves reserves) {
        this.requests = requests;
        this.reserves = reserves;
        this.threads = threads;
    }

    /**
     * Dispatches a request.
     *
     * @param client in blocking mode; closed when the request ends
     */
    void dispatch(Frame request, SocketChannel client) {
        RequestThreads.Pool pool = threads.of(request.type());
        if (!pool.enter()) {
            reject(
                    client,
                    "host exceeded the maximum of %d %s; try again later"
                            .formatted(pool.max(), pool.name()));
            return;
        }
        String lacking = pool.isOfCalls() ? lackingForCalls() : "";
        if (!lacking.isEmpty()) {
            pool.leave();
            reject(client, "host has no %s left for calls; try again later".formatted(lacking));
            return;
        }
        running.incrementAndGet();
        try {
            pool.threads().execute(() -> serve(request, client, pool));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            running.decrementAndGet();
            pool.leave();
            rejectForLack(client, "host cannot start a thread for you; try again later", e);
        }
    }

    /** Returns the resource that is too scarce for more calls; empty if all are sufficient. */
    private String lackingForCalls() {
        if (open.size() >= FileReserve.FEW_CLIENTS && !reserves.files().getAsBoolean()) {
            return "file handles";
        }
        return reserves.thread().getAsBoolean() ? "" : "threads";
    }

    /** Rejects a client that found no thread or no memory; a closed host has no threads at all. */
    private void rejectForLack(SocketChannel client, String reason, Throwable cause) {
        if (closed) {
            Rejection.sendGoingAway(client);
        } else {
            reject(client, reason);
            warn(cause);
        }
    }

    private static void reject(SocketChannel client, String reason) {
        Rejection.send(client, ByteBuffer.allocate(0), ErrorReason.OVERLOADED, reason);
    }

    private void serve(Frame request, SocketChannel client, RequestThreads.Pool pool) {
        Readers readers =
                new Readers(pool.threads(), pool.isOfCalls() ? Duration.ZERO : READER_PATIENCE);
        WatchedChannel watched = new WatchedChannel(client);
        try (FrameChannel channel = new FrameChannel(watched)) {
            open.add(watched);
            serve(request, channel, client, readers);
        } catch (IOException e) {
            LOG.debug("client is gone", e);
        } catch (RuntimeException | Error e) {
            LOG.error("request {} failed", request.type(), e);
        } finally {
            open.remove(watched);
            close(client);
            readers.awaitEnd();
            running.decrementAndGet();
            pool.leave();
        }
    }

    private void serve(Frame request, FrameChannel channel, SocketChannel client, Readers readers)
            throws IOException {
        try {
            requests.serve(request, channel, readers, Peers.userOf(client));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            rejectForLack(client, "host has no thread or no memory for you; try again later", e);
        }
    }

    /** Logs a warning. The rate is limited, because there may be thousands of clients. */
    private void warn(Throwable e) {
        long now = System.nanoTime();
        long before = warnedNanos.get();
        if (now - before > WARN_PAUSE.toNanos() && warnedNanos.compareAndSet(before, now)) {
            LOG.warn("clients are rejected: there is no thread or no memory [{}]", e.getMessage());
        }
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("connection cannot be closed", e);
        }
    }

    /** Whether no request is running. */
    boolean isIdle() {
        return running.get() == 0;
    }

    /** Disconnects clients that have left output unread for too long. */
    void dropStalled(long nowNanos) {
        for (WatchedChannel channel : open) {
            if (channel.isStalled(nowNanos, MAX_UNREAD.toNanos())) {
                LOG.warn(
                        "a client is dropped: it has read nothing for {} minutes",
                        MAX_UNREAD.toMinutes());
                close(channel);
            }
        }
    }

    private static void close(WatchedChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("connection cannot be closed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Dispatcher::close);
        threads.close();
    }

    /**
     * Runs the reader of a request's input, and waits for its end. The wait is necessary because a
     * reader may interrupt the thread of its request, and that thread later serves other requests.
     */
    private static final class Readers implements Executor {

        private final Executor threads;
        private final Duration patience;
        private volatile CountDownLatch running = new CountDownLatch(0);

        /**
         * Creates an executor that does not run a reader yet.
         *
         * @param patience how long to wait for a thread, because idle threads end after a while
         */
        Readers(Executor threads, Duration patience) {
            this.threads = threads;
            this.patience = patience;
        }

        @Override
        public void execute(Runnable reader) {
            CountDownLatch ended = new CountDownLatch(1);
            start(
                    () -> {
                        try {
                            reader.run();
                        } catch (RuntimeException | Error e) {
                            LOG.error("client cannot be read", e);
                        } finally {
                            ended.countDown();
                        }
                    });
            running = ended;
        }

        private void start(Runnable reader) {
            long end = System.nanoTime() + patience.toNanos();
            while (true) {
                try {
                    threads.execute(reader);
                    return;
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }

        void awaitEnd() {
            boolean interrupted = Thread.interrupted();
            try {
                if (!running.await(MAX_READER_END_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.warn("the reader of a client does not end");
                }
                interrupted |= Thread.interrupted();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                LOG.debug("the client had hung up");
            }
        }
    }
}
