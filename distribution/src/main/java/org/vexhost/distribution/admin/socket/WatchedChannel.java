package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection in blocking mode. It measures how long a write has been waiting for the client. Only
 * one thread writes at a time.
 */
final class WatchedChannel implements ByteChannel {

    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final SocketChannel channel;
    private final AtomicLong writingSinceNanos = new AtomicLong(NOT_WRITING);

    WatchedChannel(SocketChannel channel) {
        this.channel = channel;
    }

    /** Whether a write has been waiting for longer than the maximum. */
    boolean isStalled(long nowNanos, long maxNanos) {
        long since = writingSinceNanos.get();
        return since != NOT_WRITING && nowNanos - since > maxNanos;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        writingSinceNanos.set(System.nanoTime());
        try {
            return channel.write(source);
        } finally {
            writingSinceNanos.set(NOT_WRITING);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
